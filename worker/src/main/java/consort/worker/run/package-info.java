/// One life of a worker process: everything put together from a worker's folder.
package consort.worker.run;
