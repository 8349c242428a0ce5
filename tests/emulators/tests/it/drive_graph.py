"""Drives the emulator with Microsoft's own client, unmodified. Prints what it found as JSON.

drive_graph.py HOST:PORT TENANT CLIENT_ID CLIENT_SECRET CERTIFICATE_AND_KEY_FILE

Waits for a line on standard input before each of changes, refusals and the lack of a right.
"""

import asyncio
import json
import sys

from azure.identity import CertificateCredential, ClientSecretCredential
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.delta.delta_request_builder import DeltaRequestBuilder as UsersDelta
from msgraph.generated.groups.delta.delta_request_builder import DeltaRequestBuilder as GroupsDelta

place, tenant, client_id, secret, certificate = sys.argv[1:6]
HOST = place.split(":")[0]
SCOPE = f"https://{place}/.default"


def connected(credential):
    provider = AzureIdentityAuthenticationProvider(credential, scopes=[SCOPE], allowed_hosts=[HOST, place])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"https://{place}/v1.0"
    return GraphServiceClient(request_adapter=adapter)


async def every(builder, configuration=None):
    """All pages of a delta query, and where changes since are told."""
    found, page = [], await builder.get(request_configuration=configuration)
    while True:
        found += page.value
        if page.odata_next_link:
            page = await builder.with_url(page.odata_next_link).get()
        else:
            return found, page.odata_delta_link


def member(one):
    return [str(one["id"]), "@removed" in one]


def members(groups):
    told = {}
    for group in groups:
        told.setdefault(group.id, []).extend(member(one) for one in group.additional_data.get("members@delta", []))
    return {id: sorted(found) for id, found in told.items()}


async def drive():
    authority = {"authority": f"https://{place}", "disable_instance_discovery": True}
    graph = connected(ClientSecretCredential(tenant, client_id, secret, **authority))
    chosen = RequestConfiguration(query_parameters=UsersDelta.DeltaRequestBuilderGetQueryParameters(
        select=["displayName", "userPrincipalName", "accountEnabled", "extension_ab12_badge"]))
    users, users_link = await every(graph.users.delta, chosen)
    chosen = RequestConfiguration(query_parameters=GroupsDelta.DeltaRequestBuilderGetQueryParameters(
        select=["displayName", "members"]))
    groups, groups_link = await every(graph.groups.delta, chosen)
    print(json.dumps({
        "users": {user.user_principal_name: [user.account_enabled, user.additional_data.get("extension_ab12_badge")]
                  for user in users},
        "groups": {group.id: group.display_name for group in groups},
        "group_objects": len(groups),
        "members": members(groups),
    }), flush=True)

    sys.stdin.readline()
    users, _ = await every(graph.users.delta.with_url(users_link))
    groups, _ = await every(graph.groups.delta.with_url(groups_link))
    print(json.dumps({
        "users": {user.id: [user.display_name, user.additional_data.get("@removed", {}).get("reason")] for user in users},
        "members": members(groups),
        "gone": [group.id for group in groups if "@removed" in group.additional_data],
    }), flush=True)

    sys.stdin.readline()
    refused = {}
    try:
        await graph.users.delta.with_url(users_link).get()
    except ODataError as error:
        refused["stale"] = [error.response_status_code, error.error.code]
    by_certificate = CertificateCredential(tenant, client_id, certificate, **authority)
    refused["certificate"] = len((await connected(by_certificate).groups.get()).value)
    print(json.dumps(refused), flush=True)

    sys.stdin.readline()
    refused = {}
    try:
        await graph.users.get()
    except ODataError as error:
        refused["right"] = [error.response_status_code, error.error.code]
    print(json.dumps(refused), flush=True)


asyncio.run(drive())
