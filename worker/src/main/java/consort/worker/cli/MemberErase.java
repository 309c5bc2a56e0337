package consort.worker.cli;

import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.Limits;
import consort.ledger.entry.PrivateField;
import consort.ledger.json.JsonObject;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort member erase}: for workers that cannot say it themselves, as their key or their machine is gone. */
@Command(name = "erase", mixinStandardHelpOptions = true,
        description = {"Enter in the ledger that what opened private fields of a worker's entries is destroyed, with the organization's key.",
            "This destroys nothing itself: consort worker erase does, and enters it too. Give this when that worker's key counts no more, or"
                + " its machine is gone."})
final class MemberErase implements Callable<Integer> {

    @Option(names = "--entry", paramLabel = "N", required = true, description = "The entry's index in the ledger; may be given again.")
    private List<Long> entries = List.of();

    @Option(names = "--field", paramLabel = "FIELD", required = true,
            description = "host, deviceUuids, dataBytes or dataFiles; may be given again.")
    private List<String> names = List.of();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        String organization = Office.of(folder).organization();
        Set<PrivateField> fields = PrivateFields.parse(names);
        List<ErasedFields> erased = new TreeSet<>(entries).stream().map(entry -> new ErasedFields(entry, fields)).toList();
        if (erased.size() > Limits.MAX_ERASED_ENTRIES || entries.stream().anyMatch(entry -> entry < 0)) {
            throw new CommandFailure(ExitCodes.USAGE, "--entry: give 1 to " + Limits.MAX_ERASED_ENTRIES + " indexes of the ledger's entries");
        }
        if (!yes && !Consent.asked("Is every copy of what opens " + String.join(", ", erased.stream().map(ErasedFields::text).toList())
                + " destroyed?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "nothing was sent");
        }
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            report(enter(new OwnEntries(folder, channel), organization, erased));
        }
        return ExitCodes.OK;
    }

    /** Empty when it was entered now; else what the coordinator says of it. */
    private static Optional<String> enter(OwnEntries own, String organization, List<ErasedFields> erased)
            throws IOException, StatusException {
        own.settle();
        try {
            own.append(seq -> new Erasure(System.currentTimeMillis(), organization, Optional.empty(), seq, erased));
            return Optional.empty();
        } catch (StatusException e) {
            boolean one = erased.size() == 1 && erased.getFirst().fields().size() == 1;
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS || !one) {
                throw e;
            }
            return Optional.of(String.valueOf(e.getStatus().getDescription()));
        }
    }

    private void report(Optional<String> already) {
        reporting.print(already.map(said -> "nothing was entered: " + said)
                .orElse("the ledger says now that what opened them is destroyed"),
                JsonObject.builder().put("already", already.isPresent()).build());
    }
}
