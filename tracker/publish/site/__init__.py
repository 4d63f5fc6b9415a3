"""The survey as a static site: pages, one style sheet, one script, no server."""

from tracker.publish.site.build import site
from tracker.publish.site.charts import matrix_page, timeline_page
from tracker.publish.site.pages import Page
from tracker.publish.site.reported import results_page

__all__ = ["Page", "matrix_page", "results_page", "site", "timeline_page"]
