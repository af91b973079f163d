"""What every room of the site stands on: releases, folders, what is asked and answered."""
