package consort.ledger.audit;

import consort.ledger.entry.LogKeys;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.MalformedNoteException;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    private final LogKeys logKeys;
    private final Map<String, List<VerifierKey>> keys;

    private FolderFiles(TileSource source, LogKeys logKeys, Map<String, List<VerifierKey>> keys) {
        this.source = source;
        this.logKeys = logKeys;
        this.keys = keys;
    }

    /** @param keys of parties, by name, oldest first */
    static Optional<Evidence> altered(TileSource source, LogKeys logKeys, Map<String, List<VerifierKey>> keys) throws IOException {
        FolderFiles files = new FolderFiles(source, logKeys, keys);
        Optional<Evidence> policy = files.read(TrustPolicy.PATH).flatMap(files::judgePolicy);
        return policy.isPresent() ? policy : files.alteredKey();
    }

    /** It may still be that of an earlier log key. */
    private Optional<Evidence> judgePolicy(String text) {
        List<String> policies = logKeys.all().stream().map(key -> new TrustPolicy(key).text()).toList();
        return policies.contains(text) ? Optional.empty() : differing(TrustPolicy.PATH, policies.getLast(), text);
    }

    private Optional<Evidence> alteredKey() throws IOException {
        for (String name : names()) {
            String path = KEYS + "/" + name;
            Optional<Evidence> evidence = read(path).flatMap(text -> judge(path, name, text));
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
        Stream<String> parties = keys.keySet().stream().sorted()
                .map(name -> name.substring(logKeys.origin().length() + 1).split("/"))
                .filter(parts -> parts.length <= 2)
                .map(parts -> parts.length == 1 ? parts[0] : parts[0] + "." + parts[1] + ".worker");
        return Stream.concat(Stream.of("log"), parties).distinct().toList();
    }

    private Optional<Evidence> judge(String path, String name, String text) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return differing(path, "nothing else in this folder", name);
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
