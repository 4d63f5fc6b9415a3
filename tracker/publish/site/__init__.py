"""The survey as a static site: pages, one style sheet, two scripts, no server."""

from tracker.publish.site.build import site
from tracker.publish.site.charts import timeline_page
from tracker.publish.site.missing import matrix_page
from tracker.publish.site.pages import Page
from tracker.publish.site.reported import results_page

__all__ = ["Page", "matrix_page", "results_page", "site", "timeline_page"]
