/// Files fetched from the coordinator: partial until their digest is verified, then kept within a bound.
package consort.worker.cache;
