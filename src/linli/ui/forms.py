"""What every form that changes something carries."""

from secrets import token_urlsafe

from django import forms


class OneTimeForm(forms.Form):
    """A form with a key of its own, so that sending it twice does the deed once."""

    use_required_attribute = False  # errors stand at their field, in our own words

    key = forms.CharField(initial=token_urlsafe, widget=forms.HiddenInput)
