"""From a configuration to running replicas: the cluster, the entrance, and one Ray Serve application a pool."""

from __future__ import annotations

import os
from typing import Any

import ray
from ray import serve

from attn_core.errors import RefusedError
from attn_core.models.remote import TOKEN_VARIABLE
from attn_core.serve import door
from attn_core.serve.config import Config, Limits, Pool
from attn_core.serve.replica import Ready, Replica

_HERE = ("127.0.0.1", "localhost", "::1")


def start(config: Config) -> None:
    """Serve every pool. Called again, it updates what changed, a replica at a time, while the others answer.

    Raises RefusedError where strangers could reach it without a token.
    """
    if not door.token() and config.host not in _HERE:
        raise RefusedError(
            "This server would answer anybody",
            f"Set {TOKEN_VARIABLE} to a long random text, here and at the dashboards, or listen on 127.0.0.1.",
        )
    if not ray.is_initialized():
        join(config.cluster)
    serve.start(proxy_location="EveryNode", http_options={"host": config.host, "port": config.port})
    wanted = [
        serve.RunTarget(application(pool, config.limits), name=name, route_prefix=pool.route)
        for name, pool in config.pools.items()
    ]
    serve.run_many(wanted)
    for name in set(serve.status().applications) - set(config.pools):
        serve.delete(name)


def join(cluster: str | None, **resources: int) -> None:
    """Become part of the cluster of an address, or start one on this machine, with all its resources or with these."""
    os.environ.setdefault("RAY_worker_niceness", "0")  # people wait for it: it is no background work, as Ray supposes
    own: dict[str, Any] = {"include_dashboard": False, **resources} if cluster is None else {}
    ray.init(address=cluster, log_to_driver=False, **own)


def application(pool: Pool, limits: Limits) -> serve.Application:
    """A pool as Ray Serve runs it."""

    class Several(Replica):
        @serve.multiplexed(max_num_models_per_replica=pool.models_at_once)  # type: ignore[untyped-decorator]
        async def loaded(self, name: str) -> Ready:
            return await self.load(name)

    own = pool.replicas
    made: Any = serve.deployment(
        Several,
        name="replica",
        ray_actor_options={"num_cpus": own.cpus, "num_gpus": own.gpus},
        max_ongoing_requests=own.at_once,
        max_queued_requests=own.waiting,
        autoscaling_config={
            "min_replicas": own.least,
            "max_replicas": max(own.least, own.most),
            "target_ongoing_requests": own.busy_at,
        },
        graceful_shutdown_timeout_s=own.drain_s,
        graceful_shutdown_wait_loop_s=0.5,
        logging_config={"enable_access_log": False},  # who asked when is nobody's business, and costs time
    )
    bound: serve.Application = made.bind(pool, limits)
    return bound
