package consort.coordinator.rpc;

import consort.certs.Callers;
import consort.certs.CertsException;
import consort.certs.SigningRequest;
import consort.ledger.entry.RenewalNote;
import consort.proto.RenewRequest;
import consort.proto.RenewalGrpc;
import consort.proto.Renewed;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

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
            observer.onNext(Reissuing.renewed(registrar.renew(Callers.certificate(), Callers.identity(), SigningRequest.parse(der),
                    key -> RenewalNote.isSigned(note, key, registrar.origin(), der)), registrar.issuers().ledger()));
            observer.onCompleted();
        } catch (CertsException e) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("noting the certificate of", Caller.peer(), e));
        }
    }
}
