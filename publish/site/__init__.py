"""What the site's door is made of: releases, snapshots, licences, worker processes."""
