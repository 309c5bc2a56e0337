package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.certs.Callers;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.SigningRequest;
import consort.coordinator.loop.LedgerAuthorities;
import consort.ledger.entry.RenewalNote;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.Renewed;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;

/** New certificates for those who call with a valid one. */
final class RenewalService extends RenewalGrpc.RenewalImplBase {

    private final Registrar registrar;

    RenewalService(Registrar registrar) {
        this.registrar = registrar;
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<Renewed> observer) {
        try {
            byte[] der = request.getSigningRequest().toByteArray();
            byte[] note = request.getSigned().toByteArray();
            List<byte[]> chain = Certificates.encode(registrar.renew(Callers.certificate(), Callers.identity(), SigningRequest.parse(der),
                    key -> RenewalNote.isSigned(note, key, registrar.origin(), der)));
            LedgerAuthorities ledger = registrar.issuers().ledger();
            observer.onNext(Renewed.newBuilder()
                    .setCertificate(UnsafeByteOperations.unsafeWrap(chain.getFirst()))
                    .setAuthorityCertificate(UnsafeByteOperations.unsafeWrap(chain.getLast()))
                    .addAllTrustEntries(ledger.entries().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                    .addAllAuthorities(ledger.certificates().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                    .build());
            observer.onCompleted();
        } catch (CertsException e) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("noting the certificate of", Caller.peer(), e));
        }
    }
}
