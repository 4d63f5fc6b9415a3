"""The survey as a static site: pages, one style sheet, two scripts, no server."""

from tracker.publish.site.build import site
from tracker.publish.site.charts import timeline_page
from tracker.publish.site.missing import matrix_page
from tracker.publish.site.pages import Page
from tracker.publish.site.reported import reported_by, results_page

__all__ = ["Page", "matrix_page", "reported_by", "results_page", "site", "timeline_page"]
