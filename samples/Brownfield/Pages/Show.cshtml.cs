using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Playhouse.Data;

namespace Playhouse.Pages;

public sealed class ShowModel(PlayhouseContext context) : PageModel
{
    public Show Show { get; private set; } = new();

    public IEnumerable<string> FreeSeats => Show.Seats().Except(Show.Bookings.Select(b => b.Seat));

    [BindProperty]
    public string Seat { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(int id) => await Find(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(int id)
    {
        if (!await Find(id))
            return NotFound();
        if (User.Identity is not { IsAuthenticated: true, Name: { } customer })
            return Challenge();
        if (!FreeSeats.Contains(Seat))
        {
            ModelState.AddModelError(nameof(Seat), $"The seat {Seat} is not free.");
            return Page();
        }

        context.Bookings.Add(new Booking { ShowId = id, Seat = Seat, Customer = customer });
        await context.SaveChangesAsync();
        return RedirectToPage("/Bookings");
    }

    private async Task<bool> Find(int id)
    {
        if (await context.Shows.Include(s => s.Bookings).FirstOrDefaultAsync(s => s.Id == id) is not { } show)
            return false;
        Show = show;
        return true;
    }
}
