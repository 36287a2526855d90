"""The addresses of the store, of giving, of household points and of the policies of cities."""

from django.urls import path

from linli.store.views import cities, counter, giving, points, shop, stock

urlpatterns = [
    path("store/", shop.store, name="store"),
    path("store/shelves/<int:pk>/", shop.wish, name="store-wish"),
    path("store/redemptions/<str:number>/", shop.redemption, name="redemption"),
    path("store/redemptions/<str:number>/slip/", shop.slip, name="redemption-slip"),
    path(
        "store/redemptions/<str:number>/giving-up/", shop.giving_up, name="redemption-giving-up"
    ),
    path("store/redemptions/<str:number>/code/", shop.new_code, name="redemption-code"),
    path("store/redemptions/<str:number>/return/", shop.returning, name="redemption-return"),
    path("store/<int:pk>/counter/", counter.counter, name="store-counter"),
    path("store/<int:pk>/handing-over/", counter.handing_over, name="store-handing-over"),
    path("store/<int:pk>/people/", counter.at_counter, name="store-people"),
    path("store/<int:pk>/stock/", stock.stock, name="store-stock"),
    path("store/<int:pk>/in/", stock.coming_in, name="store-in"),
    path("store/<int:pk>/out/", stock.going_out, name="store-out"),
    path("store/<int:pk>/goods/", stock.listing, name="store-goods"),
    path("store/<int:pk>/counting/", stock.counting, name="store-counting"),
    path("store/stocktakes/<int:pk>/signature/", stock.signing, name="stocktake-signature"),
    path("store/stocktakes/<int:pk>/dropping/", stock.dropping, name="stocktake-dropping"),
    path("store/liability/", stock.liability, name="store-liability"),
    path("credits/", giving.credits, name="credits"),
    path("credits/gifts/", giving.gifts, name="credit-gifts"),
    path("credits/donations/", giving.donations, name="credit-donations"),
    path("credits/projects/<int:pk>/", giving.projects, name="help-projects"),
    path("honours/", giving.honours, name="honours"),
    path("honours/<int:pk>/withdrawal/", giving.honour_withdrawal, name="honour-withdrawal"),
    path("kinship/", giving.kinship, name="kinship"),
    path("kinship/<int:pk>/verification/", giving.verification, name="kinship-verification"),
    path("kinship/<int:pk>/refusal/", giving.kinship_refusal, name="kinship-refusal"),
    path("points/", points.points, name="points"),
    path("points/<int:pk>/confirmation/", points.confirmation, name="deed-confirmation"),
    path("points/<int:pk>/refusal/", points.deed_refusal, name="deed-refusal"),
    path("timebank/policies/", cities.policies, name="city-policies"),
]
