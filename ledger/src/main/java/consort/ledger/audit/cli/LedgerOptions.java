package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.Auditor;
import consort.ledger.audit.Trust;
import consort.ledger.audit.replay.ReplayBlobs;
import consort.ledger.disk.FileProblem;
import consort.ledger.disk.FileDisk;
import consort.ledger.log.TileSource;
import consort.ledger.web.WebAddress;
import consort.ledger.web.WebFolder;
import consort.ledger.web.WebLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which ledger, and what it is held against. */
final class LedgerOptions {

    /** The place of {@link #ledger} among a command's parameters. */
    static final String LEDGER = "DIR|URL";

    static final String TRUST = "--trust";

    private static final String GIVE_TRUST = "perhaps you should give the trust.json in your member or worker folder";

    @Parameters(index = "0", paramLabel = LEDGER, description = {"a copy of the ledger's folder, or the web address",
            "(https://host/path/) at which the folder is served"})
    private String ledger;

    @Option(names = TRUST, paramLabel = "FILE", description = "trust.json, kept since joining")
    private Path trust;

    @Option(names = "--receipts", paramLabel = "DIR", description = "receipts that a worker kept, and the proofs beside them; each must be true")
    private Path receipts;

    @Option(names = "--require-witnesses", description = {"demand that as many witnesses as the charter asks for", "cosigned all of it"})
    private boolean requireWitnesses;

    @Option(names = Main.JSON, description = "print one JSON object, errors too")
    private boolean json;

    /** Of the command that these are options of. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    boolean json() {
        return json;
    }

    /** Why the ledger's folder is none; empty when it is one, or when that is found out by asking for its files. */
    Optional<String> noFolder() throws IOException {
        return isElsewhere() ? Optional.empty() : noFolder(folder());
    }

    /** Why a path is no folder; empty when it is one. */
    static Optional<String> noFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory() ? Optional.empty()
                    : Optional.of(path + " is a file, not a folder");
        } catch (NoSuchFileException absent) {
            return Optional.of("there is no folder " + path);
        }
    }

    /** Refuses a folder of receipts that is none, and witnesses that nothing vouches for. */
    void requireHeld() throws IOException {
        if (requireWitnesses && trust == null && online().isEmpty()) {
            throw new Mistake("--require-witnesses wants --trust FILE too: a ledger written from scratch names witnesses of its own");
        }
        if (receipts == null) {
            return;
        }
        Optional<String> noFolder = noFolder(receipts);
        if (noFolder.isPresent()) {
            throw new Mistake("--receipts: " + noFolder.get() + "; perhaps you should give the receipts folder of a worker");
        }
        if (!Auditor.holdsReceipts(new FileDisk(receipts))) {
            throw new Mistake("--receipts: there are no receipts in " + receipts
                    + "; perhaps you should give the folder receipts/ of a worker or member");
        }
    }

    /** An auditor of the ledger's folder, which is there, that holds it against all that was given. */
    Auditor auditor() throws IOException {
        Auditor auditor = trusting(Auditor.of(source()));
        if (receipts != null) {
            auditor = auditor.withReceipts(new FileDisk(receipts), receipts + "/");
        }
        return requireWitnesses ? auditor.requiringWitnesses() : auditor;
    }

    private Auditor trusting(Auditor auditor) {
        Optional<Online> online = online();
        if (online.isPresent()) {
            return auditor.trusting(online.get().trust().get());
        }
        return trust == null ? auditor : auditor.trusting(readTrust(trust));
    }

    /** Runs an audit, which may take a while. */
    AuditVerdict run(Auditor auditor) throws IOException {
        try (ProgressLine progress = progress()) {
            return auditor.tellingHowFar(progress).onAllCores().run();
        }
    }

    /** Where the command shows how far it has come; to be closed before it prints its report. */
    ProgressLine progress() {
        return ProgressLine.of(command, json);
    }

    /** With what can be had beside a folder's files. */
    ReplayBlobs replayable(ReplayBlobs folder) {
        return online().map(online -> folder.or(online.models().get())).orElse(folder);
    }

    /** The files of the ledger's folder, which is there. */
    TileSource source() throws IOException {
        if (online().isPresent()) {
            return online().get().source().get();
        }
        return isElsewhere() ? web() : TileSource.of(new FileDisk(folder()));
    }

    private boolean isElsewhere() {
        return online().isPresent() || WebAddress.isMeant(ledger);
    }

    private TileSource web() {
        WebAddress address;
        try {
            address = WebAddress.parse(ledger);
        } catch (IllegalArgumentException unfit) {
            throw new Mistake(unfit.getMessage());
        }
        if (!address.encrypted()) {
            command.commandLine().getErr().println(command.qualifiedName() + ": note: " + address + " is not encrypted: anybody on the way"
                    + " can read it, and can serve another ledger in its place" + (trust == null
                    ? ", which nothing shows without --trust" : "; --trust is what shows that"));
        }
        return new WebFolder(address, WebLimits.DEFAULT);
    }

    private Path folder() {
        try {
            return Path.of(ledger);
        } catch (InvalidPathException unfit) {
            throw new Mistake(ledger + " is no path: " + unfit.getReason());
        }
    }

    private Optional<Online> online() {
        return Main.online(command);
    }

    /** The files of a ledger that a command can do without: a folder, a web address, or the one at hand. */
    static TileSource source(String ledger, CommandSpec command) throws IOException {
        Optional<Online> online = Main.online(command);
        if (online.isPresent()) {
            return online.get().source().get();
        }
        if (ledger == null) {
            throw new Mistake("give the ledger: a copy of its folder, or its web address");
        }
        LedgerOptions options = new LedgerOptions();
        options.ledger = ledger;
        options.command = command;
        Optional<String> noFolder = options.noFolder();
        if (noFolder.isPresent()) {
            throw new Mistake(noFolder.get());
        }
        return options.source();
    }

    static Trust readTrust(Path trust) {
        try {
            if (Files.isDirectory(trust)) {
                throw new Mistake("--trust: " + trust + " is a folder; give the file trust.json in your member or worker folder");
            }
            if (Files.size(trust) > Trust.MAX_BYTES) {
                throw new Mistake("--trust: " + trust + " is no trust file: it has more than " + Trust.MAX_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(trust);
            if (bytes.length == 0 || bytes[0] != '{') {
                throw new Mistake("--trust: " + trust + " is no trust file: it is no JSON; " + GIVE_TRUST);
            }
            return Trust.parse(bytes);
        } catch (NoSuchFileException absent) {
            throw new Mistake("--trust: there is no file " + trust + "; " + GIVE_TRUST);
        } catch (IOException unreadable) {
            throw new Mistake("--trust: cannot read " + trust + ": " + FileProblem.reason(unreadable));
        } catch (IllegalArgumentException unfit) {
            throw new Mistake("--trust: " + trust + " is no trust file: " + unfit.getMessage() + "; " + GIVE_TRUST
                    + ", or, if it is that one, put it back from a backup");
        }
    }
}
