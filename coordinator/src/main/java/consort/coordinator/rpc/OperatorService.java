package consort.coordinator.rpc;

import com.google.protobuf.UnsafeByteOperations;
import consort.certs.AuthorityCertificate;
import consort.certs.Certificates;
import consort.certs.CertsException;
import consort.coordinator.core.Event;
import consort.coordinator.core.Reply;
import consort.coordinator.loop.Requests;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Resolution;
import consort.ledger.entry.Standing;
import consort.ledger.entry.Subject;
import consort.proto.AddAuthorityRequest;
import consort.proto.AdjustRequest;
import consort.proto.ChangeReply;
import consort.proto.ClosePeriodReply;
import consort.proto.ClosePeriodRequest;
import consort.proto.CostRequest;
import consort.proto.EraseRequest;
import consort.proto.EstimateReply;
import consort.proto.EstimateRequest;
import consort.proto.InviteReply;
import consort.proto.InviteRequest;
import consort.proto.ModelFacts;
import consort.proto.OperatorGrpc;
import consort.proto.PauseRequest;
import consort.proto.Payment;
import consort.proto.ReleaseRequest;
import consort.proto.ResolveRequest;
import consort.proto.ResumeRequest;
import consort.proto.RetireAuthorityRequest;
import consort.proto.ReverseRequest;
import consort.proto.RevokeReply;
import consort.proto.RevokeRequest;
import consort.proto.SettleReply;
import consort.proto.SettleRequest;
import consort.proto.StandingRequest;
import consort.proto.StatusReply;
import consort.proto.StatusRequest;
import consort.proto.StopReply;
import consort.proto.StopRequest;
import consort.proto.SubmitReply;
import consort.proto.SubmitRequest;
import consort.proto.WithdrawJobRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the operator asks for. */
final class OperatorService extends OperatorGrpc.OperatorImplBase {

    private static final String SUBMITTER = "operator";
    private static final int MAX_NAMED = 20;

    private final Requests requests;
    private final Registrar registrar;

    OperatorService(Requests requests, Registrar registrar) {
        this.requests = requests;
        this.registrar = registrar;
    }

    @Override
    public void invite(InviteRequest request, StreamObserver<InviteReply> observer) {
        requests.ask(ticket -> new Event.Invite(ticket, request.getOrganization(), request.getInviteHash(),
                        request.getExpiresMillis(), request.getBenefit(), request.getTier()),
                Answers.to(observer, Reply.Entry.class, entry -> InviteReply.newBuilder().setEntry(entry.index()).build()));
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitReply> observer) {
        byte[] job = request.getJob().toByteArray();
        OptionalLong after = request.getAfterRun() == 0 ? OptionalLong.empty() : OptionalLong.of(request.getAfterRun());
        requests.ask(ticket -> new Event.SubmitJob(ticket, SUBMITTER, job, request.getAwaitWorkers(), after),
                Answers.to(observer, Reply.Submitted.class,
                        done -> SubmitReply.newBuilder().setJob(done.job()).setRun(done.run())
                                .setAlready(done.already()).setEnded(done.ended()).setWaitsFor(done.waitsFor()).setWarning(done.warning())
                                .setEstimate(UnsafeByteOperations.unsafeWrap(done.estimate())).build()));
    }

    @Override
    public void estimate(EstimateRequest request, StreamObserver<EstimateReply> observer) {
        byte[] job = request.getJob().toByteArray();
        ModelFacts model = request.getModel();
        if (model.getFileBytes() < 0 || model.getUpdateBytes() < 0 || model.getMemoryBytes() < 0) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("a model's sizes are not negative").asRuntimeException());
            return;
        }
        Optional<Event.ModelFacts> facts = request.hasModel()
                ? Optional.of(new Event.ModelFacts(model.getFileBytes(), model.getUpdateBytes(), model.getMemoryBytes()))
                : Optional.empty();
        requests.ask(ticket -> new Event.EstimateJob(ticket, job, facts, request.getAwaitWorkers()),
                Answers.to(observer, Reply.Estimated.class, made -> EstimateReply.newBuilder()
                        .setEstimate(UnsafeByteOperations.unsafeWrap(made.estimate())).setWarning(made.warning()).build()));
    }

    @Override
    public void withdrawJob(WithdrawJobRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.WithdrawJob(ticket, request.getJob(), request.getReason()), changed(observer));
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopReply> observer) {
        requests.ask(ticket -> new Event.StopRun(ticket, request.getRun(), request.getCause()),
                Answers.to(observer, Reply.Changed.class, changed -> StopReply.newBuilder()
                        .setEntry(changed.entry().orElse(0)).setAlready(changed.already()).build()));
    }

    @Override
    public void pause(PauseRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.PauseRun(ticket, request.getRun(), request.getCause()), changed(observer));
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.ResumeRun(ticket, request.getRun(), request.getCause()), changed(observer));
    }

    @Override
    public void setStanding(StandingRequest request, StreamObserver<ChangeReply> observer) {
        Optional<Standing.Level> level = Stream.of(Standing.Level.values())
                .filter(one -> one.text().equals(request.getStanding())).findFirst();
        if (level.isEmpty()) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("a standing is active, draining or evicted, not \""
                    + request.getStanding() + "\"").asRuntimeException());
            return;
        }
        Optional<String> worker = Optional.of(request.getWorker()).filter(name -> !name.isEmpty());
        requests.ask(ticket -> new Event.SetStanding(ticket, request.getOrganization(), worker, level.get(),
                request.getReason()), changed(observer));
    }

    @Override
    public void addCost(CostRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.AddCost(ticket, request.getOrganization(), request.getAmount(), request.getWhat(),
                Optional.of(request.getInvoice()).filter(text -> !text.isEmpty()), unlessZero(request.getPeriod())), changed(observer));
    }

    @Override
    public void releaseModel(ReleaseRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.ReleaseModel(ticket, request.getRun(),
                request.getNewest() ? OptionalLong.empty() : OptionalLong.of(request.getRound()), request.getName(),
                request.getVersion(), request.getLicense(), request.getNotes()), changed(observer));
    }

    @Override
    public void erase(EraseRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.Erase(ticket, request.getEntry(), request.getField()), changed(observer));
    }

    @Override
    public void reverse(ReverseRequest request, StreamObserver<ChangeReply> observer) {
        requests.ask(ticket -> new Event.ReverseClaim(ticket, request.getClaim(), request.getAcceptedMillis(), request.getReason(),
                unlessZero(request.getDispute())), changed(observer));
    }

    @Override
    public void adjust(AdjustRequest request, StreamObserver<ChangeReply> observer) {
        if (request.getPostingsCount() > Limits.MAX_MEMBERS) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("at most " + Limits.MAX_MEMBERS + " organizations, not "
                    + request.getPostingsCount()).asRuntimeException());
            return;
        }
        requests.ask(ticket -> new Event.AddJournal(ticket, request.getPostingsList().stream()
                .map(one -> new Event.JournalAmount(one.getOrganization(), one.getAmount())).toList(), request.getReason(),
                unlessZero(request.getDispute()), unlessZero(request.getPeriod())), changed(observer));
    }

    private static OptionalLong unlessZero(long index) {
        return index == 0 ? OptionalLong.empty() : OptionalLong.of(index);
    }

    @Override
    public void addAuthority(AddAuthorityRequest request, StreamObserver<ChangeReply> observer) {
        AuthorityCertificate authority;
        try {
            authority = AuthorityCertificate.of(
                    Certificates.decode(List.of(request.getCertificate().toByteArray())).getFirst());
        } catch (CertsException unfit) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription(unfit.getMessage()).asRuntimeException());
            return;
        }
        Issuers issuers = registrar.issuers();
        if (!authority.consortium().equals(issuers.counting().consortium())) {
            observer.onError(Status.INVALID_ARGUMENT.withDescription("this is the " + authority + ", not one of "
                    + issuers.counting().consortium()).asRuntimeException());
        } else if (!issuers.holdsKey(authority.fingerprint())) {
            observer.onError(Status.FAILED_PRECONDITION.withDescription("the coordinator's folder does not hold the key of the "
                    + authority).asRuntimeException());
        } else {
            byte[] der = Certificates.encode(List.of(authority.certificate())).getFirst();
            requests.ask(ticket -> new Event.AddAuthority(ticket, der), changed(observer));
        }
    }

    @Override
    public void retireAuthority(RetireAuthorityRequest request, StreamObserver<ChangeReply> observer) {
        String authority = request.getFingerprint();
        try {
            List<String> holders = request.getForce() || !registrar.issuers().ledger().standing().contains(authority)
                    ? List.of() : registrar.holders(authority);
            if (!holders.isEmpty()) {
                observer.onError(Status.FAILED_PRECONDITION.withDescription(shutOut(holders)).asRuntimeException());
                return;
            }
        } catch (IOException e) {
            observer.onError(BlobsService.diskFailed("reading who has certificates of", authority, e));
            return;
        }
        requests.ask(ticket -> new Event.RetireAuthority(ticket, authority), changed(observer));
    }

    private static String shutOut(List<String> holders) {
        String more = holders.size() > MAX_NAMED ? " and " + (holders.size() - MAX_NAMED) + " more" : "";
        return holders.size() + " would be shut out, whose newest certificate that is noted here is of this authority: "
                + String.join(", ", holders.subList(0, Math.min(MAX_NAMED, holders.size()))) + more
                + ". Workers renew when they connect, members with their next command, or by 'consort member renew'."
                + " With --force it is retired all the same: organizations then come back by 'consort member renew --request FILE' and 'consort coordinator certify',"
                + " workers and people are withdrawn and invited again";
    }

    private static Consumer<Reply> changed(StreamObserver<ChangeReply> observer) {
        return Answers.to(observer, Reply.Changed.class, changed -> ChangeReply.newBuilder()
                .setEntry(changed.entry().orElse(0)).setAlready(changed.already()).build());
    }

    @Override
    public void closePeriod(ClosePeriodRequest request, StreamObserver<ClosePeriodReply> observer) {
        OptionalLong period = request.getPeriod() == 0 ? OptionalLong.empty() : OptionalLong.of(request.getPeriod());
        requests.ask(ticket -> new Event.ClosePeriod(ticket, period, request.getEmpty()), Answers.to(observer, Reply.PeriodClosed.class,
                closed -> ClosePeriodReply.newBuilder().setEntry(closed.index()).setPeriod(closed.period())
                        .setAlready(closed.already()).build()));
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ChangeReply> observer) {
        Resolution.Outcome outcome = request.getUpheld() ? Resolution.Outcome.UPHELD : Resolution.Outcome.REJECTED;
        requests.ask(ticket -> new Event.ResolveDispute(ticket, request.getDispute(), outcome, request.getReason()), changed(observer));
    }

    @Override
    public void settle(SettleRequest request, StreamObserver<SettleReply> observer) {
        requests.ask(ticket -> new Event.SettlePeriod(ticket, request.getPeriod()), Answers.to(observer, Reply.Settled.class,
                settled -> SettleReply.newBuilder().setPeriod(settled.period()).setCurrency(settled.currency())
                        .setAlready(settled.already())
                        .addAllPayments(settled.payments().stream().map(OperatorService::payment).toList()).build()));
    }

    private static Payment payment(Reply.Payment payment) {
        return Payment.newBuilder().setInstruction(payment.number()).setEntry(payment.entry())
                .setFrom(payment.transfer().from()).setTo(payment.transfer().to())
                .setAmountMinor(payment.transfer().amountMinor()).setConfirmed(payment.confirmed()).build();
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
        requests.ask(Event.AskStatus::new, Answers.to(observer, Reply.Status.class,
                status -> StatusReply.newBuilder().setJson(status.json()).build()));
    }

    @Override
    public void revoke(RevokeRequest request, StreamObserver<RevokeReply> observer) {
        Subject subject = new Subject(request.getOrganization(),
                request.hasWorker() ? Optional.of(request.getWorker()) : Optional.empty(),
                request.hasPerson() ? Optional.of(request.getPerson()) : Optional.empty());
        requests.ask(ticket -> new Event.Revoke(ticket, subject, request.getReason()), Answers.to(observer, Reply.Changed.class,
                changed -> RevokeReply.newBuilder().setEntry(changed.entry().orElse(0)).setAlready(changed.already()).build()));
    }
}
