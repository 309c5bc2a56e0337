package consort.worker.preflight;

import consort.certs.Address;
import consort.worker.network.Route;

/**
 * Where the coordinator is to be, and how it is reached.
 *
 * @param setting what names the address, for who has to correct it: {@code the invite}
 */
public record Way(Address coordinator, Route route, String setting) {

    /** Whose port is dialed. */
    Address dialed() {
        return route.dialed(coordinator);
    }

    boolean isDirect() {
        return route instanceof Route.Direct;
    }

    String askOperator() {
        return "ask the operator whether the coordinator runs and whether " + coordinator + " (from " + setting + ") is its address";
    }
}
