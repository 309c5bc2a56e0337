package consort.bench.pool;

import consort.certs.Address;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;

/**
 * A worker that may connect.
 *
 * @param coordinator where
 * @param authority whose certificate the coordinator shows
 */
public record Enrolled(Address coordinator, Credential credential, AuthorityCertificate authority) {
}
