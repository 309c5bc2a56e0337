package consort.ledger.entry;

/** The names that keys bear in notes. */
public final class KeyNames {

    private KeyNames() {
    }

    /** The log's key and the ledger's origin. */
    public static String log(String domain, String consortium) {
        return domain + "/" + consortium;
    }

    public static String organization(String origin, String organization) {
        return origin + "/" + organization;
    }

    /**
     * The key with which an organization's witness cosigns. A worker may be called "witness": their keys have other signature
     * types, hence other key IDs.
     */
    public static String witness(String origin, String organization) {
        return organization(origin, organization) + "/witness";
    }

    public static String worker(String origin, WorkerId worker) {
        return origin + "/" + worker;
    }

    /** The key derived from the secret of a worker's invite. */
    public static String invite(String origin, WorkerId worker) {
        return worker(origin, worker) + "/invite";
    }

    /** The part of an origin that stands in line 1 of entries. */
    public static String domain(String origin) {
        int slash = origin.indexOf('/');
        return slash < 0 ? origin : origin.substring(0, slash);
    }
}
