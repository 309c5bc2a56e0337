package consort.ledger.audit;

import consort.ledger.entry.LogKeys;
import consort.ledger.fold.State;
import consort.ledger.fold.WitnessView;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files beside the log that others' tools read: {@code policy}, and the verifier keys in {@code keys/}: {@code log},
 * {@code <organization>}, {@code <organization>.witness}, {@code <organization>.<worker>.worker} and
 * {@code <organization>.<worker>.worker-invite}, each one line. They may be absent, and there may be keys of entries after the checkpoint; but each must be a whole key of the name
 * that its file has, and the ledger's where the ledger has one.
 */
final class FolderFiles {

    private static final String KEYS = "keys";
    private static final String RULE = "exported-keys";
    private static final int MAX_BYTES = 4096;
    private static final String PART = "([a-z0-9][a-z0-9-]{0,39})";
    private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + "\\.worker(-invite)?)?");
    private static final Pattern WITNESS_NAME = Pattern.compile(PART + "\\.witness");

    private final TileSource source;
    private final LogKeys logKeys;
    /** Of parties, by name, oldest first. */
    private final Map<String, List<VerifierKey>> keys;
    /** The organizations that have one, or had. */
    private final List<String> witnesses;
    private final PolicyCheck policy;

    private FolderFiles(TileSource source, LogKeys logKeys, State state) {
        this.source = source;
        this.logKeys = logKeys;
        this.keys = state.keysByName();
        this.witnesses = state.witnesses().all().stream().map(WitnessView::organization).toList();
        this.policy = new PolicyCheck(logKeys, state);
    }

    static Optional<Evidence> altered(TileSource source, LogKeys logKeys, State state) throws IOException {
        FolderFiles files = new FolderFiles(source, logKeys, state);
        Optional<String> policy = files.read(TrustPolicy.PATH, TrustPolicy.MAX_BYTES).filter(text -> !files.policy.accepts(text));
        return policy.isPresent() ? differing(TrustPolicy.PATH, files.policy.expected(), policy.get()) : files.alteredKey();
    }

    /** Whether the policy beside the ledger asks for no witness, though there are some that the charter asks for. */
    static boolean policyAsksForLess(TileSource source, LogKeys logKeys, State state) throws IOException {
        PolicyCheck check = new PolicyCheck(logKeys, state);
        return check.needed() > 0 && new FolderFiles(source, logKeys, state).read(TrustPolicy.PATH, TrustPolicy.MAX_BYTES)
                .filter(check::asksForNone).isPresent();
    }

    /**
     * Which of the files that a coordinator keeps beside its log are not here, so that nothing was held against them. Keys are looked for in
     * folders only: elsewhere each would be one more request.
     */
    static List<String> absent(TileSource source, LogKeys logKeys, State state) throws IOException {
        FolderFiles files = new FolderFiles(source, logKeys, state);
        List<String> paths = new ArrayList<>(List.of(TrustPolicy.PATH));
        if (source.address().isEmpty()) {
            files.expected().forEach(name -> paths.add(KEYS + "/" + name));
        }
        if (files.policy.needed() > 0) {
            paths.add(SignedCheckpoint.WITNESSED);
        }
        List<String> absent = new ArrayList<>();
        for (String path : paths) {
            if (source.read(path, SignedCheckpoint.MAX_BYTES).isEmpty()) {
                absent.add(path);
            }
        }
        return absent;
    }

    private Optional<Evidence> alteredKey() throws IOException {
        for (String name : names()) {
            String path = KEYS + "/" + name;
            Optional<Evidence> evidence = read(path, MAX_BYTES).flatMap(text -> judge(path, name, text));
            if (evidence.isPresent()) {
                return evidence;
            }
        }
        return Optional.empty();
    }

    /** Where the folder cannot be listed, what it may hold of the keys that the ledger established. */
    private List<String> names() throws IOException {
        if (source.address().isEmpty()) {
            return source.list(KEYS);
        }
        return expected().toList();
    }

    /** What the folder of keys holds of those that the ledger established, those of invites apart. */
    private Stream<String> expected() {
        Stream<String> parties = keys.keySet().stream().sorted()
                .map(name -> name.substring(logKeys.origin().length() + 1).split("/"))
                .filter(parts -> parts.length <= 2)
                .map(parts -> parts.length == 1 ? parts[0] : parts[0] + "." + parts[1] + ".worker");
        return Stream.of(Stream.of("log"), parties, witnesses.stream().map(name -> name + ".witness")).flatMap(names -> names).distinct();
    }

    private Optional<Evidence> judge(String path, String name, String text) {
        Matcher witness = WITNESS_NAME.matcher(name);
        if (witness.matches()) {
            return policy.accepts(witness.group(1), text) ? Optional.empty()
                    : differing(path, "a key of the witness of " + witness.group(1), text);
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.of(new Evidence(path, OptionalLong.empty(), "text", RULE, "nothing else in this folder", name));
        }
        String keyName = logKeys.origin() + "/" + parts.group(1)
                + (parts.group(2) == null ? "" : "/" + parts.group(2)) + (parts.group(3) == null ? "" : "/invite");
        List<VerifierKey> established = established(parts, keyName);
        if (!established.isEmpty()) {
            boolean known = established.stream().anyMatch(key -> text.equals(key + "\n"));
            return known ? Optional.empty() : differing(path, established.getLast() + "\n", text);
        }
        return isKey(keyName, text) ? Optional.empty() : differing(path, "a verifier key named " + keyName, text);
    }

    /**
     * The keys that the ledger gives a file. A worker that came back has several, and so has a log that changed its key: a copy
     * may hold an earlier one. Those of invites may be of entries after the checkpoint.
     */
    private List<VerifierKey> established(Matcher name, String keyName) {
        if (name.group(3) != null) {
            return List.of();
        }
        boolean log = name.group(2) == null && name.group(1).equals("log") && !keys.containsKey(keyName);
        return log ? logKeys.all() : keys.getOrDefault(keyName, List.of());
    }

    private Optional<String> read(String path, int maxBytes) throws IOException {
        return source.read(path, maxBytes).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Name, key ID and key of a verifier key bind each other: no byte of it can be changed alone. */
    private static boolean isKey(String name, String text) {
        try {
            return text.endsWith("\n") && VerifierKey.parse(text.substring(0, text.length() - 1)).name().equals(name);
        } catch (MalformedNoteException malformed) {
            return false;
        }
    }

    /** Of a file with several lines, the first that differs. */
    private static Optional<Evidence> differing(String path, String expected, String found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        if (!expected.strip().contains("\n")) {
            return Optional.of(new Evidence(path, OptionalLong.empty(), "text", RULE, expected.strip(), withoutEnd(found)));
        }
        List<String> wanted = List.of(expected.split("\n", -1));
        List<String> lines = List.of(found.split("\n", -1));
        int first = 0;
        while (first < Math.min(wanted.size(), lines.size()) && wanted.get(first).equals(lines.get(first))) {
            first++;
        }
        return Optional.of(new Evidence(path, OptionalLong.empty(), "text of line " + (first + 1), RULE, line(wanted, first), line(lines, first)));
    }

    /** Only what every line ends in is left away, so that whatever else differs is to be seen. */
    private static String withoutEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text + " (the line does not end in a line feed)";
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "the end of the file";
    }
}
