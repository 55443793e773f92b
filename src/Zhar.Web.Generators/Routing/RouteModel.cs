using Microsoft.CodeAnalysis;
using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Routing;

/// <summary>A route, as it was found in the source of a router.</summary>
/// <param name="Verb">In capitals, or <c>*</c>.</param>
/// <param name="Path">The whole path, with the prefixes of its scopes.</param>
/// <param name="Group">The static segments that its helper stands under: <c>Api</c>, <c>Users</c>.</param>
/// <param name="Action">The action, which names the helper; <c>null</c> for a function.</param>
/// <param name="IsResource">Whether it is one of a resource, whose helpers always stand in a class.</param>
/// <param name="IsForward">Whether it takes all below it.</param>
/// <param name="HasHosts">Whether it is limited to hosts.</param>
/// <param name="Parameters">Those of the path, in order.</param>
/// <param name="Query">What the action reads besides, for links.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record RouteModel(
    string Verb,
    PathModel Path,
    EquatableArray<string> Group,
    string? Action,
    bool IsResource,
    bool IsForward,
    bool HasHosts,
    EquatableArray<ParameterModel> Parameters,
    EquatableArray<ParameterModel> Query,
    Location At)
{
    public override string ToString() => $"{Verb} {Path.Text}";
}

/// <summary>A parameter of a helper.</summary>
/// <param name="Key">As the request has it: <c>user_id</c>.</param>
/// <param name="Name">As the helper has it: <c>userId</c>.</param>
/// <param name="Type">Its type as source.</param>
/// <param name="IsPublic">Whether other assemblies know the type.</param>
internal sealed record ParameterModel(string Key, string Name, string Type, bool IsPublic);
