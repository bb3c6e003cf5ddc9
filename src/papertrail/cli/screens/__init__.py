"""What a terminal shows: records in, Rich renderables out. Foreign text goes in as `Text`, never as markup."""
