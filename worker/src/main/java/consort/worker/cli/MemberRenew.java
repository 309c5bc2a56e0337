package consort.worker.cli;

import consort.certs.Credential;
import consort.ledger.json.JsonObject;
import consort.worker.folder.ConfigException;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.OfflineRenewal;
import io.grpc.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code consort member renew}. */
@Command(name = "renew", mixinStandardHelpOptions = true,
        description = "Renew this folder's certificate, if half of its life is over or another authority issues, and learn which certificate authorities count. Other commands renew it"
                + " by themselves when two thirds of its life are over. Once an organization's certificate has ended, or the coordinator refuses it,"
                + " --request makes a file for the operator, who answers with another for --answer.")
final class MemberRenew implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @ArgGroup
    private Offline offline;

    /** One half of the way without a connection. */
    static final class Offline {

        @Option(names = "--request", paramLabel = "FILE",
                description = "Write a request, signed with the organization's key; the operator gives it to 'consort coordinator certify'.")
        private Path request;

        @Option(names = "--answer", paramLabel = "FILE", description = "Take in what 'consort coordinator certify' answered.")
        private Path answer;
    }

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        if (offline == null) {
            return online(folder);
        }
        Office.of(folder);
        return offline.request != null ? request(folder, offline.request) : answer(folder, offline.answer);
    }

    private int request(PartyFolder folder, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new ConfigException("--request " + file + " exists already; name another file");
        }
        Files.write(file, new OfflineRenewal(folder).request(new SecureRandom(), Instant.now()), StandardOpenOption.CREATE_NEW);
        reporting.print("Send " + file + " to the operator, who runs: consort coordinator certify FILE --out ANSWER\n"
                        + "and sends back the answer, for: consort member renew --answer ANSWER --dir " + folder.path(),
                JsonObject.builder().put("request", file.toString()).build());
        return ExitCodes.OK;
    }

    private int answer(PartyFolder folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("--answer " + file + ": there is no such file");
        }
        byte[] answer;
        try (InputStream in = Files.newInputStream(file)) {
            answer = in.readNBytes(OfflineRenewal.MAX_ANSWER_BYTES);
        }
        print(folder, new OfflineRenewal(folder).take(answer, new SecureRandom(), Instant.now()), true);
        return ExitCodes.OK;
    }

    private int online(PartyFolder folder) throws StatusException {
        folder.enrolled();
        Credential before = folder.credential();
        Credential fresh;
        try (CoordinatorChannel channel = MemberChannel.openAsItIs(folder)) {
            fresh = CertificateRenewal.renew(channel, folder, before, Instant.now());
        }
        print(folder, fresh, !fresh.equals(before));
        return ExitCodes.OK;
    }

    private void print(PartyFolder folder, Credential fresh, boolean renewed) {
        Instant end = fresh.certificate().getNotAfter().toInstant();
        String authority = folder.authorities().newest().fingerprint().hex();
        reporting.print((renewed ? "the certificate was renewed; it is valid until "
                : "the certificate is not half through its life and stays; it is valid until ") + end + ", by the authority " + authority,
                JsonObject.builder().put("authority", authority).put("notAfterMillis", end.toEpochMilli())
                        .put("renewed", renewed).build());
    }
}
