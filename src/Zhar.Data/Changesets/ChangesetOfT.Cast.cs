using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Values from outside.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>Takes the permitted fields from params: each value is cast to the type of its field, and is a change when it differs from the data. Source: Ecto.Changeset.cast/4.</summary>
    /// <param name="input">The params; keys are the names of properties in snake_case. What is not permitted is ignored.</param>
    /// <param name="permitted">The fields, <c>u => new { u.Name, u.Email }</c>.</param>
    /// <param name="options">Empty values, messages, and whether equal values count.</param>
    /// <param name="selector">The text of <paramref name="permitted"/>; the compiler gives it.</param>
    /// <remarks>A value that does not fit leaves no change and the error "is invalid" with the metadata <c>type</c> and <c>validation: cast</c>. An empty value becomes the field's default.</remarks>
    /// <exception cref="ArgumentException">A permitted property is not a field, or holds other records: for those see <c>CastEmbed</c> and <c>CastAssoc</c>.</exception>
    public Changeset<T> Cast(Params input, Func<T, object?> permitted, CastOptions? options = null, [CallerArgumentExpression(nameof(permitted))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(input);
        return Cast(input, Schema.Select(selector), options ?? CastOptions.Default);
    }

    /// <summary>As above, for fields whose names are known at run time only.</summary>
    public Changeset<T> Cast(Params input, IEnumerable<FieldName> permitted, CastOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(permitted);
        return Cast(input, [.. permitted.Select(p => Schema.Member(p.Name))], options ?? CastOptions.Default);
    }

    private Changeset<T> Cast(Params input, Member[] permitted, CastOptions options)
    {
        var copy = Copy();
        copy.Params = Params is null || ReferenceEquals(Params, input) ? input : Params.Merge(input);
        var changes = new ChangeBuffer(ChangeArray, permitted.Length);
        foreach (var member in permitted)
        {
            var field = member.Plain(nameof(Cast), $"CastEmbed or CastAssoc for {member.Name}");
            if (member.TryGetParam(input, out var raw))
                copy.CastField(ref changes, field, raw, options);
        }

        copy.ChangeArray = changes.ToArray();
        return copy;
    }

    private void CastField(ref ChangeBuffer changes, Field field, object? raw, CastOptions options)
    {
        var current = Schema.Current(Data, field);
        object? value;
        if (raw is null || options.IsEmpty(raw, field.Type))
        {
            value = field.HasDefault && (raw is not null || !field.IsNullable) ? Schema.Get(Schema.Blank, field.Index) : null;
        }
        else
        {
            var cast = field.Type.Cast(field.Type.Storage is StorageKind.Array ? WithoutEmpty(raw, field.Type, options) : raw);
            if (!cast.IsOk)
            {
                Refuse(field, cast, options);
                changes.Remove(field.Name);
                return;
            }

            value = cast.Value;
        }

        if (options.ForceChanges || !field.Type.Equal(value, current))
            changes.Put(field.Name, value);
        else
            changes.Remove(field.Name);
    }

    private void Refuse(Field field, CastResult cast, CastOptions options)
    {
        var metadata = Metadata.Of(("type", field.Type.Name), ("validation", "cast")).And(cast.Metadata);
        var message = options.Message?.Invoke(field.Name, metadata) ?? cast.Message ?? "is invalid";
        Errors = [.. Errors, new ChangesetError(field.Name, message, metadata)];
    }

    // A list of a form often has an empty entry, so that the key is sent even when nothing is chosen.
    private static object WithoutEmpty(object raw, FieldType type, CastOptions options)
    {
        if (raw is not IReadOnlyList<object?> list)
            return raw;
        var element = type.Element ?? type;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is string && options.IsEmpty(list[i], element))
                return Filled(list, element, options);
        }

        return raw;
    }

    private static List<object?> Filled(IReadOnlyList<object?> list, FieldType element, CastOptions options) =>
        [.. list.Where(item => item is not string || !options.IsEmpty(item, element))];
}
