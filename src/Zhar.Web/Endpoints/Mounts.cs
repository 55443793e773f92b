using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Zhar.Web;

/// <summary>Which endpoints an ASP.NET Core application has mounted, and where: known before the tree that they stand in is started, so that they open no port of their own.</summary>
internal sealed class Mounts
{
    private static readonly ConditionalWeakTable<IHostApplicationLifetime, Mounts> ByHost = [];

    private readonly ConcurrentDictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    /// <summary>Those of the host that some services belong to.</summary>
    internal static Mounts? Of(IServiceProvider services) => services.GetService<IHostApplicationLifetime>() is { } host ? ByHost.GetValue(host, static _ => new Mounts()) : null;

    internal void Add(Type endpoint, string prefix) => _prefixes[Name(endpoint)] = prefix;

    /// <summary>The path in front, without the last slash; <c>null</c> when it is not mounted.</summary>
    internal string? Find(Type endpoint) => _prefixes.GetValueOrDefault(Name(endpoint));

    private static string Name(Type endpoint) => endpoint.FullName ?? endpoint.Name;
}
