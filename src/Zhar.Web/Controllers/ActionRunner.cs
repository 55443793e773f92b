using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Zhar.Web;

/// <summary>What generated code of a controller calls.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActionRunner
{
    /// <summary>Writes a result as the response.</summary>
    /// <exception cref="InvalidOperationException">The action returned <c>null</c>.</exception>
    public static Task Send(HttpContext conn, IResult? result) => (result ?? throw NoResult(conn)).ExecuteAsync(conn);

    /// <summary>Waits for a result and writes it.</summary>
    public static Task Send<T>(HttpContext conn, Task<T> result)
        where T : IResult
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.IsCompletedSuccessfully ? Send(conn, result.Result) : Wait(conn, result);
    }

    /// <inheritdoc cref="Send{T}(HttpContext, Task{T})"/>
    public static Task Send<T>(HttpContext conn, ValueTask<T> result)
        where T : IResult => result.IsCompletedSuccessfully ? Send(conn, result.Result) : Wait(conn, result.AsTask());

    /// <summary>Whether a plug has ended the request, so that the action does not run.</summary>
    public static bool IsHalted(HttpContext conn) => conn.Halted;

    /// <summary>Makes the value that a route names an action by.</summary>
    /// <param name="name">The action.</param>
    /// <param name="invoke">Runs it.</param>
    /// <param name="controller">Its class.</param>
    /// <param name="method">Its method, for descriptions of the endpoint.</param>
    /// <param name="metadata">Attributes of the controller, then of the action.</param>
    /// <param name="arguments">What it takes from the request.</param>
    public static ActionRef Describe(string name, RequestDelegate invoke, Type controller, MethodInfo method, object[] metadata, params ReadOnlySpan<ActionArgument> arguments)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(metadata);
        var all = new List<object>(metadata.Length + arguments.Length + 1) { method };
        all.AddRange(metadata);
        var parameters = new List<ActionParameter>(arguments.Length);
        var infos = method.GetParameters();
        foreach (var argument in arguments)
        {
            var info = Array.Find(infos, p => p.Name == argument.Name);
            if (info is null)
                continue;
            all.Add(new Parameter(argument, info));
            parameters.Add(new(argument.Name, info.ParameterType, ActionParameterSource.Params, !argument.IsOptional));
        }

        return new ActionRef(name, invoke, controller, all, parameters);
    }

    private static async Task Wait<T>(HttpContext conn, Task<T> result)
        where T : IResult => await Send(conn, await result.ConfigureAwait(false)).ConfigureAwait(false);

    private static InvalidOperationException NoResult(HttpContext conn) =>
        new($"The action '{ConnState.Of(conn).Route?.Action}' returned null. Return a result, such as NoContent() or NotFound().");

    private sealed class Parameter(ActionArgument argument, ParameterInfo info) : IParameterBindingMetadata
    {
        public string Name => argument.Name;

        public bool HasTryParse => argument.IsParsable;

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => info;

        public bool IsOptional => argument.IsOptional;
    }
}
