package consort.coordinator.logkey;

import consort.ledger.entry.LogKeys;
import consort.ledger.entry.LogKeys.Rotation;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that a coordinator holds for its log, and which of them signs. */
public final class LogKeyring {

    private final LogKeyFiles files;

    public LogKeyring(LogKeyFiles files) {
        this.files = files;
    }

    /** One key, which is never replaced. */
    public static LogKeyring of(SignerKey only) {
        return new LogKeyring(new OnlyKey(only));
    }

    /** The log's name. */
    public String origin() {
        return files.present().name();
    }

    /** One of these signed the newest checkpoint, wherever a process died that changed keys. */
    public VerifierKey[] verifiers() {
        return Stream.of(Optional.of(files.present()), files.next(), files.retiring()).flatMap(Optional::stream)
                .map(SignerKey::verifierKey).distinct().toArray(VerifierKey[]::new);
    }

    /** Whether the ledger names the next key already, and the files do not say so yet: somebody died in between. */
    public boolean isBehind(LogKeys ledger) {
        return !isNewest(files.present(), ledger) && files.next().filter(next -> isNewest(next, ledger)).isPresent();
    }

    /**
     * What signs for a ledger. Where its newest entry that names a key names the next one, that becomes the present one.
     *
     * @throws LogKeyException when the ledger's newest key is not here
     */
    public LogSigner signer(LogKeys ledger) {
        if (isBehind(ledger)) {
            requireBefore(files.present(), ledger, "log.key");
            files.retain();
            files.takeUpNext();
        }
        requireNewest(ledger);
        files.retiring().ifPresent(key -> requireBefore(key, ledger, "log.key.old"));
        return new LogSigner(files.present(), files.retiring());
    }

    /** @throws LogKeyException when the ledger's newest key is not here */
    public void requireNewest(LogKeys ledger) {
        if (!isNewest(files.present(), ledger) && !isBehind(ledger)) {
            throw new LogKeyException(unfit(files.present().verifierKey(), ledger));
        }
    }

    private static boolean isNewest(SignerKey key, LogKeys ledger) {
        return key.verifierKey().equals(ledger.newest());
    }

    /** A key that signs beside the newest must be the one that it replaced, so that no other comes to sign. */
    private static void requireBefore(SignerKey key, LogKeys ledger, String file) {
        List<VerifierKey> all = ledger.all();
        if (all.size() < 2 || !all.get(all.size() - 2).equals(key.verifierKey())) {
            throw new LogKeyException("keys/" + file + " is " + key.verifierKey() + ", which is not the log key before the present one, "
                    + ledger.newest() + ": put keys/ back as it was, or move the file away if nobody knows what it is");
        }
    }

    private static String unfit(VerifierKey present, LogKeys ledger) {
        Optional<Rotation> ended = ledger.rotations().stream().skip(Math.max(0, ledger.all().indexOf(present))).findFirst();
        if (ledger.all().contains(present) && ended.isPresent()) {
            return "keys/log.key is " + present + ", which the log replaced: entry " + ended.get().index() + " names "
                    + ended.get().key() + ". Put back the keys/ of after that, from the newest backup that has them";
        }
        return "keys/log.key is " + present + ", which no entry of this ledger names; its log key is " + ledger.newest()
                + ". Either the ledger was restored as of before that key was named: restore it once more, with --ledger-from and a"
                + " member's copy that reaches so far. Or these are the keys of another consortium: put back the right keys/";
    }

    /** @param present is never replaced */
    private record OnlyKey(SignerKey present) implements LogKeyFiles {

        @Override
        public Optional<SignerKey> next() {
            return Optional.empty();
        }

        @Override
        public Optional<SignerKey> retiring() {
            return Optional.empty();
        }

        @Override
        public void keepNext(SignerKey next) {
            throw fixed();
        }

        @Override
        public void retain() {
            throw fixed();
        }

        @Override
        public void takeUpNext() {
            throw fixed();
        }

        @Override
        public void deleteRetiring() {
            throw fixed();
        }

        private static IllegalStateException fixed() {
            return new IllegalStateException("this log's key is fixed");
        }
    }
}
