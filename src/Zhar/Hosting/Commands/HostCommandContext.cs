using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar;

/// <summary>What a command of a program works with.</summary>
public sealed class HostCommandContext
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string?> _options = new(StringComparer.Ordinal);

    /// <summary>A context; for tests of commands.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="arguments">The words behind the command.</param>
    /// <param name="output">Where its output goes.</param>
    /// <param name="cancellationToken">Cancelled when the user gives up.</param>
    public HostCommandContext(IServiceProvider services, IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        Services = services;
        Arguments = arguments;
        Output = output;
        CancellationToken = cancellationToken;
        foreach (var argument in arguments)
        {
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                _words.Add(argument);
            else if (argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                _options[argument[2..at]] = argument[(at + 1)..];
            else
                _options[argument[2..]] = null;
        }
    }

    /// <summary>The words behind the command, as they came.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Those of them that are no options.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The configuration.</summary>
    public IConfiguration Configuration => Services.GetRequiredService<IConfiguration>();

    /// <summary>Where the output goes: standard output, or the terminal of who calls from outside.</summary>
    public TextWriter Output { get; }

    /// <summary>Cancelled when the user gives up.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whether the option <c>--name</c> was given.</summary>
    public bool Has(string name) => _options.ContainsKey(name);

    /// <summary>The value of <c>--name=value</c>, or <c>null</c> when the option was not given.</summary>
    /// <exception cref="HostCommandException">It was given without a value.</exception>
    public string? Option(string name) => !_options.TryGetValue(name, out var value) ? null
        : value is { Length: > 0 } ? value
        : throw new HostCommandException($"The option --{name} needs a value: --{name}=….");

    /// <summary>The whole number of <c>--name=number</c>, or <c>null</c> when the option was not given.</summary>
    /// <exception cref="HostCommandException">The value is no such number.</exception>
    public long? Number(string name) => Option(name) is not { } text ? null
        : long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new HostCommandException($"The option --{name} takes a whole number, and was given '{text}'.");

    /// <summary>Refuses options that the command does not know.</summary>
    /// <exception cref="HostCommandException">There is one.</exception>
    public void Expect(params ReadOnlySpan<string> options)
    {
        foreach (var name in _options.Keys)
        {
            if (!options.Contains(name))
                throw new HostCommandException($"There is no option --{name}. {(options.IsEmpty ? "This command takes none." : $"There are: --{string.Join(", --", options.ToArray())}.")}");
        }
    }
}
