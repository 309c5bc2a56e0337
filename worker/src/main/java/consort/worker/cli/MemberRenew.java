package consort.worker.cli;

import consort.certs.Credential;
import consort.ledger.json.JsonObject;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.CertificateRenewal;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort member renew}. */
@Command(name = "renew", mixinStandardHelpOptions = true,
        description = "Renew this folder's certificate, if half of its life is over or another authority issues, and learn which certificate authorities count. Other commands renew it"
                + " by themselves when two thirds of its life are over.")
final class MemberRenew implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws StatusException {
        PartyFolder folder = dir.folder();
        folder.enrolled();
        Credential before = folder.credential();
        Credential fresh;
        try (CoordinatorChannel channel = MemberChannel.openAsItIs(folder)) {
            fresh = CertificateRenewal.renew(channel, folder, before, Instant.now());
        }
        Instant end = fresh.certificate().getNotAfter().toInstant();
        String authority = folder.authorities().newest().fingerprint().hex();
        boolean renewed = !fresh.equals(before);
        reporting.print((renewed ? "the certificate was renewed; it is valid until "
                : "the certificate is not half through its life and stays; it is valid until ") + end + ", by the authority " + authority,
                JsonObject.builder().put("authority", authority).put("notAfterMillis", end.toEpochMilli())
                        .put("renewed", renewed).build());
        return ExitCodes.OK;
    }
}
