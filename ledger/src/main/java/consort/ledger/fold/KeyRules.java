package consort.ledger.fold;

import consort.ledger.entry.Entry;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Subject;
import consort.ledger.fold.InviteView.WorkerInvite;
import consort.ledger.note.VerifierKey;
import java.util.List;

/** How an organization admits the keys of its workers and its witness, and its own next one. */
final class KeyRules {

    private KeyRules() {
    }

    /** @param signer the key that signed the entry */
    static Change key(State state, Entry entry, Key body, VerifierKey signer, Check check) throws RuleViolation {
        return switch (body.purpose()) {
            case ORGANIZATION -> organization(state, body, signer, check);
            case WITNESS -> WitnessRules.key(state, entry, body, check);
            case WORKER_INVITE, WORKER -> {
                check.that(!state.workers().containsKey(body.workerId()), Rule.KEY, "worker", "a worker that has no key yet",
                        body.workerId());
                yield body.purpose() == Key.Purpose.WORKER ? worker(state, entry, body, check) : invite(state, body, check);
            }
        };
    }

    /**
     * The present key names the next one; the next one names itself. The number of keys bounds these entries, not that of all
     * entries: whoever used that up, perhaps with a stolen key, must not keep the organization from a new one.
     */
    private static Change organization(State state, Key body, VerifierKey signer, Check check) throws RuleViolation {
        Membership membership = state.membership;
        String name = KeyNames.organization(state.origin(), body.organization());
        if (membership.members.get(body.organization()).isSuccessor(signer)) {
            check.equal(Rule.KEY, "key", signer.toString(), body.key());
            return () -> { };
        }
        VerifierKey key = newKey(state, "key", body.key(), name, check);
        check.that(membership.keysOf(name) < Limits.MAX_KEYS_PER_ORGANIZATION, Rule.KEY, "key", "at most "
                + Limits.MAX_KEYS_PER_ORGANIZATION + " keys of " + body.organization(), membership.keysOf(name) + 1);
        return () -> {
            membership.admit(key);
            membership.members.computeIfPresent(body.organization(), (same, member) -> member.succeededBy(key));
        };
    }

    /** Counts the entries of all its keys, with the one that is checked. */
    static void boundEntries(State state, String organization, Check check) throws RuleViolation {
        long entries = 1 + state.membership.entriesOf(KeyNames.organization(state.origin(), organization))
                - state.work.approvalsBy(organization) - state.settlements.entriesOf(organization)
                - state.privacy.erasuresBy(organization);
        check.that(entries <= Limits.MAX_ENTRIES_PER_ORGANIZATION, Rule.KEY, "seq", "at most "
                + Limits.MAX_ENTRIES_PER_ORGANIZATION + " entries of " + organization, entries);
    }

    /** A key that no party used before, of the right name. */
    static VerifierKey newKey(State state, String field, String text, String name, Check check) throws RuleViolation {
        VerifierKey key = check.present(Signers.parse(text), Rule.KEY, field, "a verifier key", text);
        check.equal(Rule.KEY, field, name, key.name());
        check.that(!state.membership.knows(key) && !state.witnesses.knows(key.publicKey()), Rule.KEY, field,
                "a key that was not admitted before", text);
        return key;
    }

    private static Change invite(State state, Key body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        VerifierKey key = newKey(state, "key", body.key(), KeyNames.invite(state.origin(), body.workerId()), check);
        bound(state, body, check);
        String hash = body.inviteHash().orElseThrow();
        check.that(!membership.inviteHashes.contains(hash), Rule.INVITATION, "inviteHash",
                "a hash that was not used before", hash);
        return () -> {
            // A new invite for a worker replaces the one that was lost.
            membership.dropInvites(Subject.of(body.workerId()));
            membership.inviteHashes.add(hash);
            membership.invites.put(hash, new WorkerInvite(body.workerId(), hash, body.expiresMillis().orElseThrow(), key));
            membership.admit(key);
        };
    }

    /** The new invite included; one that it replaces is not counted. */
    private static void bound(State state, Key body, Check check) throws RuleViolation {
        String organization = body.organization();
        List<WorkerInvite> others = state.membership.invites.values().stream()
                .filter(WorkerInvite.class::isInstance).map(WorkerInvite.class::cast)
                .filter(invite -> invite.worker().organization().equals(organization))
                .filter(invite -> !invite.worker().equals(body.workerId())).toList();
        long workers = 1 + others.size() + state.workers().keySet().stream()
                .filter(worker -> worker.organization().equals(organization)).count();
        long open = 1 + others.stream().filter(invite -> state.ledgerTimeMillis() <= invite.expiresMillis()).count();
        check.that(workers <= Limits.MAX_WORKERS_PER_ORGANIZATION, Rule.KEY, "worker", "at most "
                + Limits.MAX_WORKERS_PER_ORGANIZATION + " workers of " + organization + ", enrolled or invited", workers);
        check.that(open <= Limits.MAX_OPEN_WORKER_INVITES, Rule.KEY, "worker", "at most "
                + Limits.MAX_OPEN_WORKER_INVITES + " open invites of " + organization + "'s workers at a time", open);
        boundEntries(state, organization, check);
    }

    private static Change worker(State state, Entry entry, Key body, Check check) throws RuleViolation {
        Membership membership = state.membership;
        WorkerInvite invite = check.present(Signers.invite(state, body.workerId()), Rule.INVITATION, "worker",
                "a worker with an unused invite", body.workerId());
        check.that(state.ledgerTimeMillis() <= invite.expiresMillis(), Rule.INVITATION, "timeMillis",
                "ledger time at most " + invite.expiresMillis() + ", when the invite expired", state.ledgerTimeMillis());
        VerifierKey key = newKey(state, "key", body.key(), KeyNames.worker(state.origin(), body.workerId()), check);
        return () -> {
            membership.invites.remove(invite.inviteHash());
            membership.usedInvites.put(invite.inviteHash(), new UsedInviteView(invite, entry.index()));
            membership.workers.put(body.workerId(), new WorkerView(body.workerId(), key, entry.index()));
            membership.admit(key);
        };
    }
}
