package consort.ledger.fold;

import consort.ledger.entry.Authority;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Limits;
import java.util.Optional;
import java.util.OptionalLong;

/** Which certificate authorities count: that of the charter first, and others as entries say. */
final class AuthorityRules {

    private AuthorityRules() {
    }

    static Change authority(State state, Entry entry, Authority body, Documents documents, Check check) throws RuleViolation {
        return switch (body.action()) {
            case ADDED -> added(state, entry, body, documents, check);
            case RETIRED -> retired(state, entry, body, check);
        };
    }

    private static Change added(State state, Entry entry, Authority body, Documents documents, Check check) throws RuleViolation {
        check.that(state.authorities().stream().noneMatch(held -> held.fingerprint().equals(body.certificate())), Rule.AUTHORITY,
                "certificate", "an authority that there was not yet", body.certificate());
        check.document(documents, "certificate", body.certificate());
        long standing = state.standingAuthorities().size();
        check.that(standing < Limits.MAX_AUTHORITIES, Rule.AUTHORITY, "action",
                "at most " + Limits.MAX_AUTHORITIES + " authorities at a time", standing + 1);
        check.that(state.authorities().size() < Limits.MAX_AUTHORITIES_EVER, Rule.AUTHORITY, "action",
                "at most " + Limits.MAX_AUTHORITIES_EVER + " authorities in all", state.authorities().size() + 1);
        return () -> state.addAuthority(new AuthorityView(body.certificate(), entry.index(), OptionalLong.empty()));
    }

    private static Change retired(State state, Entry entry, Authority body, Check check) throws RuleViolation {
        Optional<AuthorityView> held = state.standingAuthorities().stream()
                .filter(one -> one.fingerprint().equals(body.certificate())).findFirst();
        check.that(held.isPresent(), Rule.AUTHORITY, "certificate", "an authority that counts", body.certificate());
        check.that(state.standingAuthorities().size() > 1, Rule.AUTHORITY, "certificate",
                "an authority beside which another counts", body.certificate());
        boolean named = state.standingAuthorities().getFirst().equals(held.orElseThrow());
        return () -> {
            if (named) {
                // Every invite names the authority that was the oldest when it was made.
                state.membership.outdatedInvites.addAll(state.membership.invites.keySet());
            }
            state.retireAuthority(body.certificate(), entry.index());
        };
    }
}
