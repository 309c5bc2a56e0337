package consort.worker.cli;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.disk.LockedException;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.UnknownEntryTypeException;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonObject;
import consort.worker.confidential.Erasing;
import consort.worker.confidential.KeptEntries;
import consort.worker.confidential.SiteConfidences;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.Failures;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code consort worker erase}. What is asked for is destroyed first, whether or not the coordinator answers; that it was is entered
 * then, or by the same command given again.
 */
@Command(name = "erase", mixinStandardHelpOptions = true,
        description = {"Destroy what opens private fields of this worker's entries, and enter in the ledger that it is destroyed.",
            "It cannot be taken back: nobody can learn or prove these values from the ledger any more. The worker must not be running."})
final class WorkerErase implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** Of which entries. */
    private static final class Which {

        @Option(names = "--entry", paramLabel = "N", description = "The entry's index in the ledger; may be given again.")
        private List<Long> entries = List.of();

        @Option(names = "--all", description = "Every entry of this worker.")
        private boolean all;
    }

    @Option(names = "--field", paramLabel = "FIELD", description = "host, deviceUuids, dataBytes or dataFiles; all of them when not given.")
    private List<String> names = List.of();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = WorkerFolders.required(dir.folder());
        Set<PrivateField> fields = PrivateFields.parse(names);
        Disk disk = new FileDisk(folder.path());
        try (Disk.Lock _ = disk.lock("lock")) {
            KeptEntries kept = new KeptEntries(disk, SiteConfidences.open(folder.path()));
            TreeMap<Long, Set<PrivateField>> wanted = wanted(kept, fields);
            boolean before = !kept.unsaid().isEmpty();
            agree(wanted);
            for (Long entry : wanted.keySet()) {
                kept.destroy(entry, wanted.get(entry));
            }
            if (!wanted.isEmpty() || before) {
                say(folder, disk, kept);
            }
            if (which.all && kept.outstanding()) {
                throw new CommandFailure(ExitCodes.FOLDER, "an entry that waits for its receipt commits to private fields too, and what opens"
                        + " them is kept still. Let consort worker run --dir " + folder.path() + " send it and get its receipt, stop it, and"
                        + " give this command again");
            }
            report(wanted, before);
        } catch (LockedException running) {
            throw new CommandFailure(ExitCodes.FOLDER, "this worker runs; stop it, give this command, and start it again");
        }
        return ExitCodes.OK;
    }

    /** What of it is there to be destroyed. */
    private TreeMap<Long, Set<PrivateField>> wanted(KeptEntries kept, Set<PrivateField> fields) throws IOException {
        TreeMap<Long, Set<PrivateField>> wanted = new TreeMap<>();
        for (long entry : which.all ? kept.entries() : which.entries) {
            EnumSet<PrivateField> there = EnumSet.noneOf(PrivateField.class);
            there.addAll(kept.fields(entry));
            there.retainAll(fields);
            if (!there.isEmpty()) {
                wanted.put(entry, there);
            }
        }
        return wanted;
    }

    private void agree(TreeMap<Long, Set<PrivateField>> wanted) {
        if (wanted.isEmpty() || yes) {
            return;
        }
        wanted.forEach((entry, fields) -> reporting.say("entry " + entry + ": " + PrivateFields.text(fields)));
        if (!Consent.asked("Destroy what opens these for good?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "nothing was changed");
        }
    }

    private void say(PartyFolder folder, Disk disk, KeptEntries kept) throws IOException, StatusException {
        String later = "what was asked for is destroyed, but the ledger does not say so yet: ";
        if (claimStands(disk)) {
            throw new CommandFailure(ExitCodes.FOLDER, later + "a claim is outstanding, which goes first. Let consort worker run --dir "
                    + folder.path() + " send it and get its receipt, stop it, and give this command again");
        }
        Enrolled enrolled = folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            new Erasing(disk, kept, new OwnEntries(folder, channel),
                    new WorkerId(enrolled.organization(), enrolled.worker().orElseThrow()), Clock.systemUTC()).sayAll();
        } catch (StatusException e) {
            reporting.warn(later + Failures.text(e.getStatus()) + ". Give this command again; if this worker's key counts no more, let its"
                    + " organization say it: consort member erase --entry N");
            throw e;
        }
    }

    private static boolean claimStands(Disk disk) throws IOException {
        for (String name : disk.list("outbox")) {
            if (isClaim(disk.readAll("outbox/" + name, Limits.MAX_ENTRY_BYTES))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClaim(byte[] entry) {
        try {
            return Entries.parse(entry).body() instanceof UsageClaim;
        } catch (MalformedEntryException | UnknownEntryTypeException damaged) {
            return false;
        }
    }

    private void report(TreeMap<Long, Set<PrivateField>> wanted, boolean before) {
        long fields = wanted.values().stream().mapToLong(Set::size).sum();
        JsonObject json = JsonObject.builder().put("entries", wanted.size()).put("fields", fields).put("already", wanted.isEmpty())
                .build();
        if (wanted.isEmpty()) {
            reporting.print(before ? "what was destroyed before is in the ledger now" : "nothing is kept here that opens these", json);
        } else {
            reporting.print("destroyed what opens " + fields + " private fields of " + wanted.size() + " entries, and the ledger says so."
                    + " Copies of this folder, and what you disclosed, are yours to destroy", json);
        }
    }
}
