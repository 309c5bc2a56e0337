package consort.ledger.audit;

import consort.ledger.entry.WorkerId;
import consort.ledger.fold.MemberView;
import consort.ledger.fold.State;
import consort.ledger.fold.WorkerView;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files beside the log that others' tools read: {@code policy}, and the verifier keys in {@code keys/}: {@code log},
 * {@code <organization>}, {@code <organization>.<worker>.worker} and {@code <organization>.<worker>.worker-invite}, each one
 * line. They may be absent, and there may be keys of entries after the checkpoint; but each must be a whole key of the name
 * that its file has, and the ledger's where the ledger has one.
 */
final class FolderFiles {

    private static final String KEYS = "keys";
    private static final String RULE = "exported-keys";
    private static final int MAX_BYTES = 4096;
    private static final String PART = "([a-z0-9][a-z0-9-]{0,39})";
    private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + "\\.worker(-invite)?)?");

    private final TileSource source;
    private final State state;

    private FolderFiles(TileSource source, State state) {
        this.source = source;
        this.state = state;
    }

    static Optional<Evidence> altered(TileSource source, State state) throws IOException {
        FolderFiles files = new FolderFiles(source, state);
        Optional<Evidence> policy = files.read(TrustPolicy.PATH)
                .flatMap(text -> differing(TrustPolicy.PATH, new TrustPolicy(state.logKey()).text(), text));
        return policy.isPresent() ? policy : files.alteredKey();
    }

    private Optional<Evidence> alteredKey() throws IOException {
        for (String name : source.list(KEYS)) {
            String path = KEYS + "/" + name;
            Optional<Evidence> evidence = read(path).flatMap(text -> judge(path, name, text));
            if (evidence.isPresent()) {
                return evidence;
            }
        }
        return Optional.empty();
    }

    private Optional<Evidence> judge(String path, String name, String text) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return differing(path, "nothing else in this folder", name);
        }
        Optional<VerifierKey> established = established(parts);
        if (established.isPresent()) {
            return differing(path, established.get() + "\n", text);
        }
        String keyName = state.origin() + "/" + parts.group(1)
                + (parts.group(2) == null ? "" : "/" + parts.group(2)) + (parts.group(3) == null ? "" : "/invite");
        return isKey(keyName, text) ? Optional.empty() : differing(path, "a verifier key named " + keyName, text);
    }

    /** The key that the ledger gives a file; invites that were used or replaced are not kept. */
    private Optional<VerifierKey> established(Matcher name) {
        String organization = name.group(1);
        if (name.group(2) == null) {
            Optional<VerifierKey> member = Optional.ofNullable(state.members().get(organization)).map(MemberView::key);
            return member.isEmpty() && organization.equals("log") ? Optional.of(state.logKey()) : member;
        }
        return name.group(3) != null ? Optional.empty()
                : Optional.ofNullable(state.workers().get(new WorkerId(organization, name.group(2)))).map(WorkerView::key);
    }

    private Optional<String> read(String path) throws IOException {
        return source.read(path, MAX_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Name, key ID and key of a verifier key bind each other: no byte of it can be changed alone. */
    private static boolean isKey(String name, String text) {
        try {
            return text.endsWith("\n") && VerifierKey.parse(text.substring(0, text.length() - 1)).name().equals(name);
        } catch (MalformedNoteException malformed) {
            return false;
        }
    }

    private static Optional<Evidence> differing(String path, String expected, String found) {
        return expected.equals(found) ? Optional.empty()
                : Optional.of(new Evidence(path, OptionalLong.empty(), "text", RULE, expected.strip(), found.strip()));
    }
}
