package consort.coordinator.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.certs.SigningRequest;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.LedgerAuthorities;
import consort.coordinator.loop.Requests;
import consort.proto.ConsortiumDescription;
import consort.proto.DescribeRequest;
import consort.proto.EnrollOrganizationRequest;
import consort.proto.EnrollPersonRequest;
import consort.proto.EnrollWorkerRequest;
import consort.proto.Enrolled;
import consort.proto.EnrollmentGrpc;
import consort.proto.ShareTerms;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;

/** Joining: the entries go to the loop; the certificate follows once they are in the ledger. */
final class EnrollmentService extends EnrollmentGrpc.EnrollmentImplBase {

    private final Requests requests;
    private final Registrar registrar;
    private final Executor executor;

    /** @param executor signs certificates, which is too slow for the loop */
    EnrollmentService(Requests requests, Registrar registrar, Executor executor) {
        this.requests = requests;
        this.registrar = registrar;
        this.executor = executor;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<ConsortiumDescription> observer) {
        String invite = Caller.inviteHash();
        requests.ask(ticket -> new Event.Describe(ticket, invite), Answers.to(observer, Reply.Charter.class, this::description));
    }

    private ConsortiumDescription description(Reply.Charter charter) {
        ConsortiumDescription.Builder description = ConsortiumDescription.newBuilder()
                .setOrigin(registrar.origin())
                .setLogKey(registrar.logKey())
                .setCharter(UnsafeByteOperations.unsafeWrap(charter.document()))
                .setAuthorityCertificate(der(registrar.authority()));
        charter.terms().ifPresent(terms -> description.setTerms(ShareTerms.newBuilder()
                .setBenefit(terms.benefit())
                .setTier(terms.tier())
                .setOthers(terms.others())
                .setOthersBenefit(terms.othersBenefit())
                .setOthersTier(terms.othersTier())));
        return description.build();
    }

    @Override
    public void enrollOrganization(EnrollOrganizationRequest request, StreamObserver<Enrolled> observer) {
        String invite = Caller.inviteHash();
        enroll(request.getSigningRequest(), observer, invite, ticket -> new Event.EnrollOrganization(
                ticket, invite, request.getVerifierKey(), request.getAcceptance().toByteArray()));
    }

    @Override
    public void enrollWorker(EnrollWorkerRequest request, StreamObserver<Enrolled> observer) {
        String invite = Caller.inviteHash();
        enroll(request.getSigningRequest(), observer, invite,
                ticket -> new Event.EnrollWorker(ticket, invite, request.getKeyEntry().toByteArray()));
    }

    @Override
    public void enrollPerson(EnrollPersonRequest request, StreamObserver<Enrolled> observer) {
        String invite = Caller.inviteHash();
        enroll(request.getSigningRequest(), observer, invite, ticket -> new Event.EnrollPerson(ticket, invite));
    }

    private void enroll(ByteString signingRequest, StreamObserver<Enrolled> observer, String invite,
            LongFunction<Event.Request> make) {
        // Both before anything stands in the ledger: an invite must not be used up by a request that gets no certificate.
        SigningRequest parsed;
        try {
            parsed = SigningRequest.parse(signingRequest.toByteArray());
        } catch (CertsException e) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
            return;
        }
        try {
            registrar.bind(invite, parsed);
        } catch (CertsException usedUp) {
            observer.onError(Status.PERMISSION_DENIED.withDescription(usedUp.getMessage()).asRuntimeException());
            return;
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("noting the key of", "invite " + invite, e));
            return;
        }
        requests.ask(make, reply -> {
            registrar.release(invite);
            switch (reply) {
                case Reply.Enrolled enrolled -> executor.execute(() -> certify(observer, invite, parsed, enrolled));
                case Reply.Refused refused -> observer.onError(Answers.error(refused));
                default -> throw new IllegalStateException("not an answer to an enrollment: " + reply);
            }
        });
    }

    private void certify(StreamObserver<Enrolled> observer, String invite, SigningRequest request, Reply.Enrolled enrolled) {
        try {
            List<X509Certificate> chain = registrar.certify(invite, request, enrolled);
            LedgerAuthorities ledger = registrar.issuers().ledger();
            observer.onNext(Enrolled.newBuilder()
                    .setCertificate(der(chain.getFirst()))
                    .setAuthorityCertificate(der(chain.getLast()))
                    .setReceipt(UnsafeByteOperations.unsafeWrap(enrolled.receipt()))
                    .addAllTrustEntries(ledger.entries().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                    .addAllAuthorities(ledger.certificates().stream().map(UnsafeByteOperations::unsafeWrap).toList())
                    .build());
            observer.onCompleted();
        } catch (CertsException e) {
            observer.onError(Status.PERMISSION_DENIED.withDescription(e.getMessage()).asRuntimeException());
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("reading the key of", "invite " + invite, e));
        }
    }

    private static ByteString der(X509Certificate certificate) {
        return UnsafeByteOperations.unsafeWrap(Certificates.encode(List.of(certificate)).getFirst());
    }
}
