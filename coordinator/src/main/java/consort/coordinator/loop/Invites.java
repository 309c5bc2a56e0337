package consort.coordinator.loop;

import consort.certs.InviteStanding;
import consort.ledger.fold.InviteView;
import consort.ledger.fold.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The ledger's invites at one moment; for any thread.
 *
 * @param expiresMillis of those that are unused or were used, by hash; not of those that were withdrawn
 * @param used hashes of those that were used
 * @param ever hashes of all
 */
record Invites(Map<String, Long> expiresMillis, Set<String> used, Set<String> ever) {

    static final Invites NONE = new Invites(Map.of(), Set.of(), Set.of());

    static Invites of(State state) {
        Map<String, Long> expiry = new HashMap<>();
        state.usedInvites().forEach((hash, used) -> expiry.put(hash, used.invite().expiresMillis()));
        for (InviteView invite : state.invites()) {
            expiry.put(invite.inviteHash(), invite.expiresMillis());
        }
        return new Invites(Map.copyOf(expiry), Set.copyOf(state.usedInvites().keySet()), state.inviteHashes());
    }

    /** A used one stays open until it would have expired: its holder may not have got the answer, which is given again. */
    InviteStanding standing(String hash, long wallMillis) {
        if (wallMillis <= expiresMillis.getOrDefault(hash, Long.MIN_VALUE)) {
            return InviteStanding.OPEN;
        }
        if (!ever.contains(hash)) {
            return InviteStanding.UNKNOWN;
        }
        return expiresMillis.containsKey(hash) && !used.contains(hash) ? InviteStanding.EXPIRED : InviteStanding.ENDED;
    }
}
