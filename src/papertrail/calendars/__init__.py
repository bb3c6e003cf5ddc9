"""Courses as calendars and feeds: records in, bytes out."""
