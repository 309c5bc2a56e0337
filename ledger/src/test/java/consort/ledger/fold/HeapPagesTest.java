package consort.ledger.fold;

class HeapPagesTest extends PagesContract {

    @Override
    protected Pages pages() {
        return Pages.HEAP;
    }
}
