/** A network that behaves badly on purpose. */
package consort.worker.network;
