/// What a site's trainers are kept apart from, and what holds where that cannot be had.
package consort.worker.isolation;
