package consort.worker.network;

import consort.certs.Address;

/** How the coordinator is reached. */
public sealed interface Route {

    /** Straight. */
    record Direct() implements Route {
        @Override
        public String toString() {
            return "directly";
        }
    }

    /**
     * Through a tunnel that a proxy opens.
     *
     * @param from who says so: {@code worker.yaml}, {@code https_proxy}
     */
    record Through(HttpProxy proxy, String from) implements Route {
        @Override
        public String toString() {
            return "through the proxy " + proxy + " (" + from + ")";
        }
    }

    /** Whose TCP port is dialed. */
    default Address dialed(Address coordinator) {
        return switch (this) {
            case Direct direct -> coordinator;
            case Through(HttpProxy proxy, String from) -> proxy.address();
        };
    }
}
