package consort.coordinator.cli;

import consort.ledger.confidential.Disclosure;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Body;
import consort.ledger.entry.CoordinatorErasure;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code disclose}: shows somebody the invoice behind a cost. Asks nobody. */
@Command(name = "disclose", mixinStandardHelpOptions = true,
        description = "Write what opens the invoice that a cost commits to into a file, for somebody who is to see and check it"
                + " (consort audit disclosed). Whoever has the file can pass it on.")
final class DiscloseCommand implements Callable<Integer> {

    @Option(names = "--entry", required = true, paramLabel = "N", description = "the cost's entry")
    private long entry;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where to write it; must not exist")
    private Path out;

    @Mixin
    private DirOption dir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CoordinatorFolder folder = dir.folder();
        try (Invoices invoices = Invoices.open(folder)) {
            LogReader ledger = new LogReader(TileSource.of(new FileDisk(folder.ledger())));
            Optional<Opening> kept = invoices.of(entry);
            if (kept.isEmpty()) {
                throw new CommandException(ExitCode.USAGE, folder.root() + " keeps no invoice of entry " + entry + ": " + why(ledger));
            }
            Opening opening = kept.get();
            String origin = ledger.checkpoint().checkpoint().origin();
            Path file = out.toAbsolutePath();
            FileDisk.ofOwner(file.getParent()).create(file.getFileName().toString(), new Disclosure(origin, entry, opening).bytes());
            spec.commandLine().getOut().println("the invoice of entry " + entry + " is " + opening.value().canonicalText() + "; " + out
                    + " proves it to whoever has the ledger: consort audit disclosed LEDGER --disclosure " + out);
        } catch (FileAlreadyExistsException there) {
            throw new CommandException(ExitCode.USAGE, "--out " + out + " exists already; name another file");
        }
        return ExitCode.OK.code();
    }

    /** What the ledger says of an entry whose invoice is not kept. */
    private String why(LogReader ledger) throws IOException {
        long[] erasedWith = {-1};
        boolean[] commits = {false};
        ledger.verify(ledger.checkpoint().checkpoint(), (index, bytes) -> {
            if (index == entry) {
                commits[0] = body(bytes).filter(body -> body instanceof ExternalCost cost
                        && cost.priv().of(PrivateField.INVOICE).isPresent()).isPresent();
            }
            if (body(bytes).filter(body -> body instanceof CoordinatorErasure erasure
                    && erasure.erased().stream().anyMatch(one -> one.entry() == entry)).isPresent()) {
                erasedWith[0] = index;
            }
        });
        return erasedWith[0] >= 0 ? "it was erased, as entry " + erasedWith[0] + " says"
                : commits[0] ? "the ledger commits to one, so another folder kept it, or the file was deleted"
                : "it is no cost that was added with --invoice";
    }

    private static Optional<Body> body(byte[] entry) {
        try {
            return Optional.of(Entries.parse(entry).body());
        } catch (MalformedEntryException | UnknownEntryTypeException other) {
            return Optional.empty();
        }
    }
}
