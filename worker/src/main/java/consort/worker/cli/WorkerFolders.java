package consort.worker.cli;

import consort.worker.folder.PartyFolder;

/** Folders that must be a worker's. */
final class WorkerFolders {

    private WorkerFolders() {
    }

    static PartyFolder required(PartyFolder folder) {
        if (folder.enrolled().worker().isEmpty()) {
            throw new CommandFailure(ExitCodes.FOLDER, folder.path() + " is the folder of " + folder.enrolled().describe() + ", not a worker's;"
                    + " make one with consort member invite-worker and consort worker join");
        }
        return folder;
    }
}
