"""Back and Forward between pages: the page that one comes to starts from its whole address."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def restore() -> None:
    """Give this page's widgets what the address says, after Back or Forward. Call it before the first widget.

    On a change of pages Streamlit leaves out what widgets of the page before are bound to, so that a link doesn't carry
    it along. After Back it is what this page was left with, and without it the prompt would be the default again.
    """
    context = get_script_run_ctx()
    if context is not None and context.is_history_navigation:
        with context.session_state.query_params() as parameters:
            parameters.populate_from_query_string(context.query_string)
            parameters.set_initial_query_params_from_current()
            parameters.update()  # changes nothing, and writes the whole address into the browser's bar again
