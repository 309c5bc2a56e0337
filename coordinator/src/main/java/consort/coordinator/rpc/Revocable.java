package consort.coordinator.rpc;

/** A call that can be ended from outside of its service, by any thread. To the service it is then one that its peer left. */
interface Revocable {

    /**
     * Ends it with {@code UNAVAILABLE}; without effect when it has ended.
     *
     * @param why a sentence for the peer
     */
    void revoke(String why);
}
