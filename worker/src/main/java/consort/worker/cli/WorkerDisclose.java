package consort.worker.cli;

import consort.ledger.confidential.ConfidentialStore;
import consort.ledger.confidential.Disclosure;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonObject;
import consort.worker.confidential.KeptEntries;
import consort.worker.folder.PartyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort worker disclose}. Asks nobody; may be given while the worker runs. */
@Command(name = "disclose", mixinStandardHelpOptions = true,
        description = {"Write what opens one private field of one of this worker's entries into a file, for somebody who is to know the"
                + " value and to be able to prove it (consort audit disclosed).", "Whoever has the file can pass it on."})
final class WorkerDisclose implements Callable<Integer> {

    @Option(names = "--entry", paramLabel = "N", required = true, description = "The entry's index in the ledger.")
    private long entry;

    @Option(names = "--field", paramLabel = "FIELD", required = true, description = "host, deviceUuids, dataBytes or dataFiles.")
    private String name;

    @Mixin
    private OutFile out;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException {
        PartyFolder folder = WorkerFolders.required(dir.folder());
        PrivateField field = PrivateFields.parse(name);
        FileDisk disk = FileDisk.ofOwner(folder.path());
        KeptEntries kept = new KeptEntries(disk, ConfidentialStore.open(disk));
        Opening opening = kept.opening(entry, field).orElseThrow(() -> new CommandFailure(ExitCodes.USAGE, none(folder, kept, field)));
        Path file = out.prepared(false);
        FileDisk.ofOwner(file.getParent()).create(file.getFileName().toString(),
                new Disclosure(folder.trust().logKey().name(), entry, opening).bytes());
        reporting.print(field.text() + " of entry " + entry + " is " + opening.value().canonicalText() + "; " + out.path()
                + " proves it to whoever has the ledger: consort audit disclosed LEDGER --disclosure " + out.path(),
                JsonObject.builder().put("entry", entry).put("field", field.text()).put("value", opening.value())
                        .put("file", out.path().toString()).build());
        return ExitCodes.OK;
    }

    private String none(PartyFolder folder, KeptEntries kept, PrivateField field) {
        try {
            return kept.fields(entry).isEmpty()
                    ? folder.path() + " keeps nothing that opens entry " + entry + ": it is another party's, commits to nothing, or what"
                            + " opened it was erased. What can be opened: " + (kept.entries().isEmpty() ? "nothing" : "entries "
                            + kept.entries().getFirst() + " to " + kept.entries().getLast() + " (" + kept.entries().size() + ")")
                    : folder.path() + " keeps nothing that opens " + field.text() + " of entry " + entry + "; of that entry it keeps "
                            + PrivateFields.text(kept.fields(entry));
        } catch (IOException unreadable) {
            return folder.path() + " keeps nothing that opens entry " + entry;
        }
    }
}
