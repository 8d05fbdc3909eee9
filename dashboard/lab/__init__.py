"""What the pages are made of; a module a page, and those that pages share."""
