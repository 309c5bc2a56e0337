package consort.worker.cli;

import consort.ledger.entry.Dispute;
import consort.ledger.entry.Dispute.Figure;
import consort.ledger.entry.Entries;
import consort.ledger.entry.MalformedEntryException;
import consort.ledger.json.JsonObject;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code consort member dispute}. The same words about the same thing are one dispute: so the command can be given again after a
 * lost answer, and whoever wants to go on about it finds other words.
 */
@Command(name = "dispute", mixinStandardHelpOptions = true,
        description = "Dispute a bill with the organization's key, while the charter gives time for it.")
final class MemberDispute implements Callable<Integer> {

    @Option(names = "--period", required = true, paramLabel = "N", description = "The closed period.")
    private long period;

    @Option(names = "--claim", paramLabel = "ENTRY",
            description = "The usage claim that it is about, as a statement shows it; another organization's too.")
    private Long claim;

    @Option(names = "--figure", paramLabel = "NAME", description = "The figure that it is about: device-time, external-costs, credit, days,"
            + " share, net, corrections, journal, payable, transfers, pool, deficit or energy.")
    private String figure;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; stands in the ledger, for all members.")
    private String reason;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        String organization = Office.of(folder).organization();
        Dispute wanted = new Dispute(0, organization, 1, period, claim == null ? OptionalLong.empty() : OptionalLong.of(claim),
                Optional.ofNullable(figure).map(MemberDispute::figure), reason);
        requireReadable(wanted);
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            own.settle();
            Optional<JsonObject> before = same(OwnBills.bill(OwnStatus.fetch(channel, organization), period), wanted);
            if (before.isPresent()) {
                report(organization, before, OwnStatus.number(before.get(), "entry"));
            } else {
                report(organization, before, own.append(seq -> new Dispute(System.currentTimeMillis(), organization, seq, period,
                        wanted.claim(), wanted.figure(), reason)));
            }
        }
        return ExitCodes.OK;
    }

    private static Optional<JsonObject> same(JsonObject bill, Dispute wanted) {
        return OwnStatus.list(bill, "disputes").stream()
                .filter(one -> OwnStatus.string(one, "reason").equals(wanted.reason())
                        && OwnStatus.string(one, "figure").equals(wanted.figure().map(Figure::text).orElse(""))
                        && OwnBills.has(one, "claim") == wanted.claim().isPresent()
                        && OwnStatus.number(one, "claim") == wanted.claim().orElse(0))
                .findFirst();
    }

    private void report(String organization, Optional<JsonObject> before, long entry) {
        String text = before.map(dispute -> organization + " disputes that already, with entry " + entry
                        + OwnBills.resolution(dispute).map(resolution -> "; it was " + resolution).orElse("; it is open"))
                .orElse(organization + " disputes the bill of period " + period + ", with entry " + entry + "; the operator resolves it, and 'consort member status'"
                        + " shows how");
        reporting.print(text, JsonObject.builder().put("organization", organization).put("period", period)
                .put("already", before.isPresent()).put("entry", entry).build());
    }

    private static Figure figure(String text) {
        return Stream.of(Figure.values()).filter(one -> one.text().equals(text)).findFirst()
                .orElseThrow(() -> new ConfigException("--figure: no figure \"" + text + "\"; there are "
                        + Stream.of(Figure.values()).map(Figure::text).collect(Collectors.joining(", "))));
    }

    private static void requireReadable(Dispute dispute) {
        try {
            Entries.requireReadable(dispute);
        } catch (MalformedEntryException e) {
            throw new ConfigException("such a dispute cannot be entered: " + e.getMessage());
        }
    }
}
