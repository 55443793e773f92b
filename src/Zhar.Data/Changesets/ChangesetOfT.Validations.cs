using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>Validations. All but required look at pending changes only, and skip <c>null</c>.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>Demands values: neither <c>null</c> nor, for texts, blank. A value that the data has already counts. Source: Ecto.Changeset.validate_required/3.</summary>
    /// <param name="fields">The fields, <c>u => new { u.Name, u.Email }</c>.</param>
    /// <param name="message">Default "can't be blank".</param>
    /// <param name="trim">Whether white space alone counts as nothing. Default true.</param>
    /// <param name="selector">The text of <paramref name="fields"/>; the compiler gives it.</param>
    /// <remarks>A field that is missing loses its change. A <c>bool</c> or number that cannot be null counts as missing while the record was never stored, nothing was cast, and it has no initializer.</remarks>
    /// <exception cref="AssociationNotLoadedException">An association that is not loaded, of a stored record.</exception>
    public Changeset<T> ValidateRequired(Func<T, object?> fields, ErrorMessage? message = null, bool trim = true, [CallerArgumentExpression(nameof(fields))] string selector = "") =>
        ValidateRequired(Schema.Select(selector), message, trim);

    /// <summary>As above, for fields whose names are known at run time only.</summary>
    public Changeset<T> ValidateRequired(IEnumerable<FieldName> fields, ErrorMessage? message = null, bool trim = true)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return ValidateRequired([.. fields.Select(f => Schema.Member(f.Name))], message, trim);
    }

    /// <summary>Whether a field has no value. Source: Ecto.Changeset.field_missing?/3.</summary>
    public bool FieldMissing(Func<T, object?> field, bool trim = true, [CallerArgumentExpression(nameof(field))] string selector = "") => IsMissing(Schema.SelectOne(selector), trim);

    /// <summary>Demands that a text matches. Source: Ecto.Changeset.validate_format/4.</summary>
    /// <param name="field">A text.</param>
    /// <param name="pattern">What has to match somewhere in it.</param>
    /// <param name="message">Default "has invalid format".</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    /// <exception cref="ArgumentException">The field is no text.</exception>
    public Changeset<T> ValidateFormat(Func<T, object?> field, Regex pattern, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Validate(Schema.SelectOne(selector), "format", pattern, (pattern, message), static (given, member, value) =>
        {
            var text = value as string ?? throw WrongType(member, nameof(ValidateFormat), "texts", value);
            return given.pattern.IsMatch(text) ? null : Error(member, "has invalid format", given.message, Metadata.Of(("validation", "format")));
        });
    }

    /// <summary>As above, with a pattern that is a text, <c>"@"</c>.</summary>
    public Changeset<T> ValidateFormat(Func<T, object?> field, string pattern, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        ValidateFormat(field, Patterns.Of(pattern), message, selector);

    /// <summary>Demands a length of a text, a list, a map, or the children of an embed or association. Source: Ecto.Changeset.validate_length/3.</summary>
    /// <param name="field">The field.</param>
    /// <param name="is">The length. It is checked before the others.</param>
    /// <param name="min">The least length.</param>
    /// <param name="max">The greatest length.</param>
    /// <param name="count">What is counted in a text. Default: what a reader sees as a character.</param>
    /// <param name="message">Default "should be at least {count} character(s)" and the like.</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> ValidateLength(Func<T, object?> field, int? @is = null, int? min = null, int? max = null, LengthUnit count = LengthUnit.Graphemes, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        if (@is is null && min is null && max is null)
            throw new ArgumentException("ValidateLength needs is, min or max.", nameof(@is));
        var member = Schema.SelectOne(selector);
        var recorded = Recorded(("is", @is), ("min", min), ("max", max));
        return Validate(member, "length", recorded, (@is, min, max, count, message), static (given, m, value) =>
        {
            var (type, length) = Lengths.Of(value, given.count) ?? throw WrongType(m, nameof(ValidateLength), "texts, lists and maps", value);
            (string? Kind, int Bound) failed = given.@is is { } exact ? length != exact ? ("is", exact) : default
                : given.min is { } least && length < least ? ("min", least)
                : given.max is { } most && length > most ? ("max", most)
                : default;
            return failed.Kind is null ? null : Error(m, Lengths.Message(type, failed.Kind), given.message,
                Metadata.Of(("count", failed.Bound), ("validation", "length"), ("kind", failed.Kind), ("type", type)));
        });
    }

    /// <summary>Demands relations of a number to others. The first that does not hold is reported. Source: Ecto.Changeset.validate_number/3.</summary>
    public Changeset<T> ValidateNumber(
        Func<T, object?> field, Number? lessThan = null, Number? greaterThan = null, Number? lessThanOrEqualTo = null, Number? greaterThanOrEqualTo = null,
        Number? equalTo = null, Number? notEqualTo = null, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        var recorded = Recorded(
            ("less_than", lessThan?.Value), ("greater_than", greaterThan?.Value), ("less_than_or_equal_to", lessThanOrEqualTo?.Value),
            ("greater_than_or_equal_to", greaterThanOrEqualTo?.Value), ("equal_to", equalTo?.Value), ("not_equal_to", notEqualTo?.Value));
        if (recorded.Count == 0)
            throw new ArgumentException("ValidateNumber needs a relation, such as greaterThan: 0.", nameof(lessThan));
        return Validate(member, "number", recorded, (recorded, message), static (given, m, value) =>
        {
            var number = Number.From(value) ?? throw WrongType(m, nameof(ValidateNumber), "numbers", value);
            foreach (var (kind, bound) in given.recorded.Items)
            {
                if (!Number.Holds(kind, number.CompareTo(Number.From(bound!)!.Value))) // what is recorded is a number
                    return Error(m, Number.Message(kind), given.message, Metadata.Of(("validation", "number"), ("kind", kind), ("number", bound)));
            }

            return null;
        });
    }

    /// <summary>Demands one of some values. Source: Ecto.Changeset.validate_inclusion/4.</summary>
    public Changeset<T> ValidateInclusion<TValue>(Func<T, TValue> field, IEnumerable<TValue> values, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var allowed = values.ToList();
        return Validate(Schema.SelectOne(selector), "inclusion", allowed, (allowed, message), static (given, m, value) => Contains(m, given.allowed, value)
            ? null
            : Error(m, "is invalid", given.message, Metadata.Of(("validation", "inclusion"), ("enum", given.allowed))));
    }

    /// <summary>Demands none of some values. Source: Ecto.Changeset.validate_exclusion/4.</summary>
    public Changeset<T> ValidateExclusion<TValue>(Func<T, TValue> field, IEnumerable<TValue> values, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var reserved = values.ToList();
        return Validate(Schema.SelectOne(selector), "exclusion", reserved, (reserved, message), static (given, m, value) => Contains(m, given.reserved, value)
            ? Error(m, "is reserved", given.message, Metadata.Of(("validation", "exclusion"), ("enum", given.reserved)))
            : null);
    }

    /// <summary>Demands that each entry of a list is one of some values. Source: Ecto.Changeset.validate_subset/4.</summary>
    public Changeset<T> ValidateSubset<TValue>(Func<T, IEnumerable<TValue>?> field, IEnumerable<TValue> values, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var allowed = values.ToList();
        return Validate(Schema.SelectOne(selector), "subset", allowed, (allowed, message), static (given, m, value) =>
        {
            var element = m.Field?.Type.Element;
            return value is IEnumerable<TValue> items && items.All(i => given.allowed.Exists(a => element?.Equal(a, i) ?? Equals(a, i)))
                ? null
                : Error(m, "has an invalid entry", given.message, Metadata.Of(("validation", "subset"), ("enum", given.allowed)));
        });
    }

    /// <summary>Demands that a box was ticked: its param is true. Without the param it passes. Source: Ecto.Changeset.validate_acceptance/3.</summary>
    public Changeset<T> ValidateAcceptance(Func<T, object?> field, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        ValidateAcceptance((FieldName)Schema.SelectOne(selector).Name, message);

    /// <summary>As above, for a param that has no property.</summary>
    public Changeset<T> ValidateAcceptance(FieldName field, ErrorMessage? message = null)
    {
        var copy = Copy();
        copy.ValidationChain = new(field.Name, "acceptance", null, ValidationChain);
        var isSent = Schema.FindMember(field.Name) is { } member ? TryGetSent(member, out var raw) : TryGetSent(Naming.Snake(field.Name), out raw);
        if (!isSent || FieldType.Boolean.Cast(raw) is { IsOk: true, Value: true })
            return copy;
        return copy.With(new ChangesetError(field.Name, message?.Text ?? "must be accepted", Metadata.Of(("validation", "acceptance")).And(message?.Metadata)));
    }

    /// <summary>Demands that the param <c>password_confirmation</c> is the same as <c>password</c>. The error stands on <c>PasswordConfirmation</c>. Source: Ecto.Changeset.validate_confirmation/3.</summary>
    /// <param name="field">The field, <c>u => u.Password</c>.</param>
    /// <param name="required">Whether the confirmation has to be sent when the field is. Default false.</param>
    /// <param name="message">Default "does not match confirmation".</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> ValidateConfirmation(Func<T, object?> field, bool required = false, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        var confirmation = member.Name + "Confirmation";
        var copy = Copy();
        copy.ValidationChain = new(member.Name, "confirmation", null, ValidationChain);
        if (!TryGetSent(member, out var sent))
            return copy;
        if (!(TryGetSent(member.Param + "_confirmation", out var again) || TryGetSent(member.CamelParam + "Confirmation", out again)) || again is null)
            return required ? copy.With(new ChangesetError(confirmation, "can't be blank", Metadata.Of(("validation", "required")))) : copy;
        return Equals(sent, again)
            ? copy
            : copy.With(new ChangesetError(confirmation, message?.Text ?? "does not match confirmation", Metadata.Of(("validation", "confirmation")).And(message?.Metadata)));
    }

    /// <summary>Validates a change by a function, which returns the errors; those may stand on any field. Source: Ecto.Changeset.validate_change/3.</summary>
    public Changeset<T> ValidateChange<TValue>(Func<T, TValue> field, Func<TValue, IEnumerable<ChangesetError>> validate, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(validate);
        var member = Schema.SelectOne(selector);
        return ChangeToValidate(member) is null ? this : validate(As<TValue>(ValueOfChange(member))).Aggregate(this, static (changeset, error) => changeset.With(error));
    }

    /// <summary>As above, and records the validation, so that a form can show it. Source: Ecto.Changeset.validate_change/4.</summary>
    /// <param name="field">The field.</param>
    /// <param name="kind">The kind of the validation.</param>
    /// <param name="detail">What it was given, or <c>null</c>.</param>
    /// <param name="validate">Returns the errors.</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> ValidateChange<TValue>(Func<T, TValue> field, string kind, object? detail, Func<TValue, IEnumerable<ChangesetError>> validate, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var copy = Copy();
        copy.ValidationChain = new(Schema.SelectOne(selector).Name, kind, detail, ValidationChain);
        return copy.ValidateChange(field, validate, selector);
    }

    /// <summary>As above, with a function that returns one message, or <c>null</c> when all is well.</summary>
    public Changeset<T> ValidateChange<TValue>(Func<T, TValue> field, Func<TValue, string?> validate, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(validate);
        var member = Schema.SelectOne(selector);
        return ChangeToValidate(member) is not null && validate(As<TValue>(ValueOfChange(member))) is { } message ? With(new ChangesetError(member.Name, message, Metadata.Empty)) : this;
    }

    internal Changeset<T> Validated(string field, string kind, object? detail)
    {
        var copy = Copy();
        copy.ValidationChain = new(field, kind, detail, ValidationChain);
        return copy;
    }

    private Changeset<T> ValidateRequired(Member[] members, ErrorMessage? message, bool trim)
    {
        var copy = Copy();
        List<ChangesetError>? errors = null;
        var changes = new ChangeBuffer(ChangeArray, 0);
        var required = new List<string>(Required.Count + members.Length);
        required.AddRange(Required);
        foreach (var member in members)
        {
            if (!required.Contains(member.Name))
                required.Add(member.Name);
            copy.ValidationChain = new(member.Name, "required", null, copy.ValidationChain);
            if (!IsMissing(member, trim) || HasError(member.Name))
                continue;
            changes.Remove(member.Name);
            (errors ??= []).Add(Error(member, "can't be blank", message, Metadata.Of(("validation", "required"))));
        }

        copy.Required = required;
        copy.ChangeArray = changes.ToArray();
        if (errors is not null)
            copy.Errors = [.. Errors, .. errors];
        return copy;
    }

    private bool HasError(string field) => Errors.Count > 0 && Errors.Any(e => e.Field == field);

    private bool IsMissing(Member member, bool trim = true)
    {
        if (member.Relation is { } relation)
        {
            return IndexOf(member.Name) >= 0
                ? !Relation.Staying(ChangeOf(member.Name)).Any()
                : relation.Current(Schema, DataRecord, nameof(ValidateRequired)).Count == 0;
        }

        var value = IndexOf(member.Name) is >= 0 and var at ? ChangeArray[at].Value : Schema.Current(Data, member.Field!); // no relation, so a field
        return value is null || (value is string text && (trim ? string.IsNullOrWhiteSpace(text) : text.Length == 0));
    }

    // The check gets what it needs as state, so that it is made once: half the memory of a validation was its closure.
    private Changeset<T> Validate<TState>(Member member, string kind, object? detail, TState state, Func<TState, Member, object, ChangesetError?> check)
    {
        var copy = Copy();
        copy.ValidationChain = new(member.Name, kind, detail, ValidationChain);
        if (ChangeToValidate(member) is { } value && check(state, member, value) is { } error)
            copy.Errors = [.. Errors, error];
        return copy;
    }

    /// <summary>A pending change that is not null; of a relation the list of its children.</summary>
    private object? ChangeToValidate(Member member) => IndexOf(member.Name) is >= 0 and var at ? ChangeArray[at].Value : null;

    private bool TryGetSent(Member member, out object? value)
    {
        value = null;
        return Params is not null && member.TryGetParam(Params, out value);
    }

    private bool TryGetSent(string param, out object? value)
    {
        value = Params?.Raw(param);
        return Params?.Contains(param) == true;
    }

    private static bool Contains<TValue>(Member member, List<TValue> values, object value)
    {
        foreach (var known in values)
        {
            if (member.Field?.Type.Equal(known, value) ?? Equals(known, value))
                return true;
        }

        return false;
    }

    private static ChangesetError Error(Member member, string text, ErrorMessage? message, Metadata metadata) =>
        new(member.Name, message?.Text ?? text, metadata.And(message?.Metadata));

    private static ArgumentException WrongType(Member member, string method, string expected, object value) =>
        new($"{method} is for {expected}, but {member.Name} is a {value.GetType().Name}.", nameof(member));

    private static Metadata Recorded(params ReadOnlySpan<(string Name, object? Value)> options) => Metadata.OfGiven(options);
}
