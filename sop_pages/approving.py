"""What ends a review. Named in the settings and read before models are, so it imports none."""


def publish_approved(workflow_state, user=None) -> None:
    """The approved draft goes live, or waits for the day from which its release holds.

    `approvals.approve` has asked who may approve, and says on what terms.
    """
    from .releases import current_batch

    page = workflow_state.content_object
    draft = page.get_latest_revision()
    batch = current_batch()
    if batch and batch.waits:
        batch.defer(page.specific, draft)
    else:
        draft.publish(user=user, skip_permission_checks=True)
